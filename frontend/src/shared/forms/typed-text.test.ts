import { describe, expect, it } from "vitest";

import { digitsOf, linkedEmail, phoneNumber, withoutEdges } from "./typed-text";

describe("a code", () => {
  it.each([
    ["123456", "123456"],
    [" 123 456\n", "123456"],
    ["Code: 123-456.", "123456"],
    ["１２３４５６", "123456"],
    ["١٢٣٤٥٦", "123456"],
    ["۱۲۳۴۵۶", "123456"],
    ["१२३४५६", "123456"],
    ["𝟏𝟐𝟑𝟗𝟖𝟎", "123980"],
    ["1234567", "123456"],
  ])("%j has the digits %s", (typed, digits) => {
    expect(digitsOf(typed)).toBe(digits);
  });
});

describe("an address", () => {
  it.each([
    ["ana+x1@example.com", "ana+x1@example.com"],
    ["ana x1@example.com", "ana+x1@example.com"],
    [" ana@example.com\u200b", "ana@example.com"],
    [null, null],
  ])("from a link, %j, is %j", (linked, email) => {
    expect(linkedEmail(linked)).toBe(email);
  });

  it("loses invisible characters around it", () => {
    expect(withoutEdges("\ufeff\u200bada@example.com\u200e\u00a0")).toBe("ada@example.com");
  });
});

describe("a phone number", () => {
  it.each([
    ["+1 (415) 555-0132", "+14155550132"],
    ["0033 6 12 34 56 78", "+33612345678"],
    ["+49 (0) 30/123\u2013456", "+4930123456"],
    ["＋３３ 6 12", "+33612"],
    ["\u202a+33612345678\u202c", "+33612345678"],
    ["+1\u2011415\u2012555\u20150132", "+14155550132"],
    ["+1\u2212415.555", "+1415555"],
  ])("%j is %s", (typed, number) => {
    expect(phoneNumber(typed)).toBe(number);
  });
});
