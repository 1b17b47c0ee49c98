// The sign-in page as Amplify UI's documentation shows it.
import { Amplify } from "aws-amplify";
import { Authenticator } from "@aws-amplify/ui-react";
import "@aws-amplify/ui-react/styles.css";
import { createRoot } from "react-dom/client";

Amplify.configure({
  Auth: { Cognito: { userPoolId: "us-east-1_Vestibule", userPoolClientId: "vestibulelocal", loginWith: { email: true } } },
});

createRoot(document.getElementById("root")).render(<Authenticator>{() => <p>Signed in.</p>}</Authenticator>);
