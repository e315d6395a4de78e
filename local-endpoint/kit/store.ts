import type { Scope } from './scope';

/** What a service keeps, apart for every account and region; made when first asked for. */
export class Store<State> {
  private readonly states = new Map<string, State>();

  /** @param create makes what a service keeps in an account and region that has nothing yet */
  constructor(private readonly create: (scope: Scope) => State) {}

  /** What is kept in an account and region. */
  in(scope: Scope): State {
    const key = `${scope.account}/${scope.region}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    const state = this.create({ account: scope.account, region: scope.region });
    this.states.set(key, state);
    return state;
  }

  /** What is kept in every account and region that was asked for so far. */
  all(): State[] {
    return [...this.states.values()];
  }
}
