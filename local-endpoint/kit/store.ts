import type { Scope } from './scope';

/** The state of a service by account and region, created when it is first used. */
export class Store<State> {
  private readonly states = new Map<string, State>();

  /** @param create creates the state of one account and region */
  constructor(private readonly create: (scope: Scope) => State) {}

  /** The state of an account and region. */
  in(scope: Scope): State {
    const key = `${scope.account}/${scope.region}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    const state = this.create({ account: scope.account, region: scope.region });
    this.states.set(key, state);
    return state;
  }

  /** The states created so far. */
  all(): State[] {
    return [...this.states.values()];
  }
}
