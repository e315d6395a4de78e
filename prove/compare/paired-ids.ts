/** Ids and ARNs that AWS makes, of the model's account beside those of another account. */
export class PairedIds {
  private readonly pairs: [model: string, other: string][] = [];

  /** Has both stand for the same, unless they do already. */
  pair(model: string, other: string): void {
    if (this.pairs.some(([known]) => known === model)) return;
    this.pairs.push([model, other]);
    this.pairs.sort(([one], [next]) => next.length - one.length); // one ARN may begin with another one
  }

  /** The same value with the other account's ids. */
  toOther<T>(value: T): T {
    return replaceAll(value, this.pairs);
  }

  /** The same value with the model's ids. */
  toModel<T>(value: T): T {
    return replaceAll(
      value,
      this.pairs.map(([model, other]) => [other, model]),
    );
  }
}

function replaceAll<T>(value: T, pairs: readonly (readonly [string, string])[]): T {
  const text = pairs.reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(value));
  return JSON.parse(text) as T;
}
