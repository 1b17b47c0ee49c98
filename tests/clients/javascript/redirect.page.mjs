// aws-amplify 6 in a browser's page, configured as an application would; the test calls it as a user's clicks would.
import { Amplify } from 'aws-amplify';
import * as auth from 'aws-amplify/auth';

const { domain, endpoint, pool, client, identityPool } = window.settings;
const home = `${window.location.origin}/`;

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: pool,
      userPoolClientId: client,
      userPoolEndpoint: endpoint,
      identityPoolId: identityPool,
      identityPoolEndpoint: endpoint,
      loginWith: {
        oauth: {
          domain,
          scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
          redirectSignIn: [home],
          redirectSignOut: [home],
          responseType: 'code',
        },
      },
    },
  },
});
window.auth = auth;
