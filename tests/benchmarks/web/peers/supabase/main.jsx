// The sign-in page as auth-ui's documentation shows it.
import { Auth } from "@supabase/auth-ui-react";
import { ThemeSupa } from "@supabase/auth-ui-shared";
import { createClient } from "@supabase/supabase-js";
import { createRoot } from "react-dom/client";

const supabase = createClient(window.location.origin, "public-anonymous-key");

createRoot(document.getElementById("root")).render(
  <Auth supabaseClient={supabase} appearance={{ theme: ThemeSupa }} providers={[]} />,
);
