// Asks again and again while somebody looks, and not while the page is hidden.

/** Calls what at once and then each so many milliseconds, never twice at once; the answer ends it. */
export function look(what, millis) {
  let timer = null;
  let over = false;
  const turn = async () => {
    if (over) return;
    if (!document.hidden) await what().catch(() => {});
    if (!over) timer = setTimeout(turn, millis);
  };
  turn();
  return () => { over = true; clearTimeout(timer); };
}
