import type { ApiCall } from '../kit/call';

/** Calls beyond that number are forgotten, the oldest first. */
const MAX_CALLS = 1_000;

/** What calls were answered, also with an error, by account, region and input, whoever made them. */
export class EarlierAnswers {
  private readonly answers = new Map<string, Promise<unknown>>();

  has(call: ApiCall): boolean {
    return this.answers.has(keyOf(call));
  }

  /** Performs a call, and keeps its answer as the last one. */
  async remember<Answer>(call: ApiCall, perform: () => Promise<Answer>): Promise<Answer> {
    const key = keyOf(call);
    const answer = perform();
    const settled = await answer.then(copyOf, () => undefined);
    this.answers.delete(key);
    this.answers.set(key, settled === undefined ? answer : Promise.resolve(settled));
    if (this.answers.size > MAX_CALLS) this.answers.delete([...this.answers.keys()][0] ?? '');
    return answer;
  }

  /** The answer to the call before, while this one's is kept. @param perform answers where there was none */
  async before<Answer>(call: ApiCall, perform: () => Promise<Answer>): Promise<Answer> {
    const found = this.answers.get(keyOf(call)) as Promise<Answer> | undefined;
    if (!found) return this.remember(call, perform);
    await this.remember(call, perform).catch(() => undefined); // that error is of the present
    return copyOf(await found);
  }
}

const keyOf = ({ service, operation, input, context: { caller, region }, request }: ApiCall): string =>
  JSON.stringify([caller.accountId, region, service, operation, input, request.path]);

/** The body of a `Response` can be read once. */
const copyOf = <Answer>(answer: Answer): Answer =>
  (answer instanceof Response ? answer.clone() : answer) as Answer;
