// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { tolerateTranslation } from "./tolerate-translation";

describe("a page that the browser translated", () => {
  it("takes removals and insertions at a text that is not there any more", () => {
    tolerateTranslation();
    const parent = document.createElement("p");
    const text = document.createTextNode("Bonjour");
    const font = document.createElement("span");
    parent.append(text);
    text.replaceWith(font);

    parent.insertBefore(document.createElement("b"), text);
    parent.removeChild(text);

    expect(parent.innerHTML).toBe("<span></span><b></b>");
  });

  it("does everything else as before", () => {
    const parent = document.createElement("p");
    const [one, other] = [document.createElement("i"), document.createElement("b")];
    parent.appendChild(other);
    parent.insertBefore(one, other);
    parent.removeChild(other);

    expect(parent.innerHTML).toBe("<i></i>");
  });
});
