/** Prints the page's headers as Caddy reads them, from the one place that defines them. Needs Node 22.18 or newer. */
import { securityHeaders } from "../security-headers.ts";

for (const [name, value] of Object.entries(securityHeaders)) {
  console.log(`header ${name} "${value}"`);
}
