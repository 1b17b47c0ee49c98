/** What jsdom lacks and Mantine asks for: no media query matches. */
window.matchMedia = (media) => Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
