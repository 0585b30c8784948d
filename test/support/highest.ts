/** The highest of the readings of a number, two a second, until it is disposed of. A reading that fails counts for nothing. */
export type Highest = Disposable & { readonly value: number };

export function highestOf(read: () => Promise<number | undefined>): Highest {
  let value = 0;
  const look = () =>
    void read().then(
      (now = 0) => (value = Math.max(value, now)),
      () => {}, // it may be the part that is away
    );
  const timer = setInterval(look, 500);
  look();
  return {
    get value() {
      return value;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
