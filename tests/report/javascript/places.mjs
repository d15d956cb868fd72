// Places for tests: the same in each run, many of them equal.

export function places(n) {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647);
  const x = Uint16Array.from({ length: n }, () => (next() % 300) * 218);
  const y = Uint16Array.from({ length: n }, () => (next() % 300) * 218);
  return [x, y];
}
