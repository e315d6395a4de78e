import type { ApiCall, RawRequest } from '../kit/call';
import type { LocalService } from '../kit/local-service';
import type { MotoAnswer } from './moto';

/** Answers beyond that number begin anew: a rehearsal has a few hundred. */
const MAX_ANSWERS = 2_000;

/** moto's answers to reads, each until a write may have changed it. */
export interface KeptAnswers {
  /**
   * @param ask asks moto
   * @returns moto's answer, which nobody may change
   */
  answer(call: ApiCall, request: RawRequest, ask: () => Promise<MotoAnswer>): Promise<MotoAnswer>;
}

/** The endpoint's services ask the same again and again, and most of the time of such a call is moto's. */
export function keptAnswers(services: readonly LocalService[]): KeptAnswers {
  const byName = new Map(services.map((service) => [service.name, service]));
  const answers = new Map<string, Map<string, Promise<MotoAnswer>>>();
  const drop = (service: string): void => {
    const { writesChange = 'all' } = byName.get(service) ?? {};
    if (writesChange === 'all') answers.clear();
    if (writesChange === 'itself') answers.delete(service);
  };
  const answersOf = (service: string): Map<string, Promise<MotoAnswer>> => {
    const found = answers.get(service) ?? new Map<string, Promise<MotoAnswer>>();
    if (found.size > MAX_ANSWERS) found.clear();
    answers.set(service, found);
    return found;
  };
  return {
    answer: async (call, request, ask) => {
      const { service, operation } = call;
      if (!isRead(operation)) return ask().finally(() => drop(service));
      if (!byName.get(service)?.keepsReads) return ask();
      const kept = answersOf(service);
      const key = keyOf(call, request);
      const found = kept.get(key);
      if (found) return found;
      const asked = ask();
      kept.set(key, asked);
      const forget = (): void => void kept.delete(key);
      asked.then(({ status }) => status < 300 || forget(), forget);
      return asked;
    },
  };
}

const isRead = (operation: string): boolean => /^(Describe|Get|List)/.test(operation);

const keyOf = ({ context }: ApiCall, { method, path, body }: RawRequest): string =>
  [context.caller.accountId, context.region, method, path, Buffer.from(body).toString('latin1')].join('\n');
