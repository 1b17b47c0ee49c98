export const texts = {
  notices: {
    offline: "You are offline, and still signed in. This page will continue when you reconnect.",
    lost: "The service cannot be reached at the moment. You are still signed in; we are trying again.",
    restoring: "The service cannot be reached at the moment. Your session will be restored as soon as it responds.",
    signOutPending:
      "You are signed out in this browser, but the service has not been notified yet. It will be notified as soon as it can be reached.",
    switched: "You are now signed in as another user, because somebody signed in in another tab.",
  },
  dismiss: "Dismiss",
  restoring: "Restoring your session",
};

export type Texts = typeof texts;
