/**
 * Browsers that translate a page replace its text nodes by `<font>` elements behind React's back. React then removes
 * a node that is not where it was, or inserts before it, and the DOM throws: one text would make the whole page fail
 * (https://github.com/facebook/react/issues/11538). So such a removal does nothing, and such an insertion appends.
 * Components keep text that comes and goes in elements of its own, so that nothing stale stays on the page.
 */
export function tolerateTranslation(): void {
  const prototype = Node.prototype as {
    removeChild: (this: Node, child: Node) => Node;
    insertBefore: (this: Node, node: Node, before: Node | null) => Node;
  };
  const { removeChild, insertBefore } = prototype;

  prototype.removeChild = function (child) {
    return child.parentNode === this ? removeChild.call(this, child) : child;
  };
  prototype.insertBefore = function (node, before) {
    return insertBefore.call(this, node, before?.parentNode === this ? before : null);
  };
}
