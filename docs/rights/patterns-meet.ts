/**
 * Whether some text matches both of two patterns of IAM, in which `*` is any text and `?` any character.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function patternsMeet(one: string, other: string): boolean {
  const known = new Map<number, boolean>();
  const meetFrom = (i: number, j: number): boolean => {
    const key = i * (other.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = meet(i, j);
    known.set(key, result);
    return result;
  };
  const meet = (i: number, j: number): boolean => {
    const [left, right] = [one[i], other[j]];
    if (left === '*') return meetFrom(i + 1, j) || (right !== undefined && meetFrom(i, j + 1));
    if (right === '*') return meetFrom(i, j + 1) || (left !== undefined && meetFrom(i + 1, j));
    if (left === undefined || right === undefined) return left === right;
    return (left === right || left === '?' || right === '?') && meetFrom(i + 1, j + 1);
  };
  return meetFrom(0, 0);
}
