import type { ApiCall, RawRequest } from '../kit/call';
import type { LocalService, WriteChange } from '../kit/local-service';
import { isRead } from '../kit/is-read';
import type { MotoAnswer } from './moto';

/** Answers of a service beyond that number begin anew: a rehearsal has a few hundred. */
const MAX_ANSWERS = 2_000;

/** What is longer is an object of S3 or a page of a long list, and too much to keep so many of. */
const MAX_BYTES = 65_536;

/** moto's answers to reads, each until a write may have changed it. */
export interface KeptAnswers {
  /**
   * @param ask asks moto
   * @returns moto's answer, which nobody may change
   */
  answer(call: ApiCall, request: RawRequest, ask: () => Promise<MotoAnswer>): Promise<MotoAnswer>;
}

/** In lower case, because names of roles are unique whatever their case; undefined is any. */
type ResourceNames = readonly (string | undefined)[];

interface KeptAnswer {
  readonly answer: Promise<MotoAnswer>;
  readonly operation: string;
  /** What the read names its resource by. */
  readonly resource: ResourceNames;
}

/** The endpoint's services ask the same again and again, and most of the time of such a call is moto's. */
export function keptAnswers(services: readonly LocalService[]): KeptAnswers {
  const byName = new Map(services.map((service) => [service.name, service]));
  const answers = new Map<string, Map<string, KeptAnswer>>();
  const drop = (call: ApiCall): void => {
    const service = byName.get(call.service);
    const changed = changeOf(service, call.operation);
    if (changed === 'all') answers.clear();
    if (changed === 'dependents')
      for (const [name, kept] of answers) if (byName.get(name)?.standsAlone !== true) kept.clear();
    if (changed !== 'all' && changed !== 'nothing') dropOwn(call, service);
  };
  const dropOwn = (call: ApiCall, service: LocalService | undefined): void => {
    const kept = answers.get(call.service) ?? new Map<string, KeptAnswer>();
    const written = resourceOf(service, call);
    const left = service?.leavesReads?.(call.operation);
    for (const [key, { operation, resource }] of kept)
      if (left?.test(operation) !== true && mayBeSame(written, resource)) kept.delete(key);
  };
  const answersOf = (service: string): Map<string, KeptAnswer> => {
    const found = answers.get(service) ?? new Map<string, KeptAnswer>();
    if (found.size > MAX_ANSWERS) found.clear();
    answers.set(service, found);
    return found;
  };
  return {
    answer: async (call, request, ask) => {
      if (!isRead(call.operation)) return ask().finally(() => drop(call));
      const service = byName.get(call.service);
      if (!isKept(service, call.operation)) return ask();
      const kept = answersOf(call.service);
      const key = keyOf(call, request);
      const found = kept.get(key);
      if (found) return found.answer;
      const answer = ask();
      kept.set(key, { answer, operation: call.operation, resource: resourceOf(service, call) });
      forgetUnlessLasting(kept, key, answer);
      return answer;
    },
  };
}

function isKept(service: LocalService | undefined, operation: string): boolean {
  const { keepsReads = false } = service ?? {};
  return typeof keepsReads === 'boolean' ? keepsReads : keepsReads.test(operation);
}

function changeOf(service: LocalService | undefined, operation: string): WriteChange {
  const { writesChange = 'all' } = service ?? {};
  return typeof writesChange === 'function' ? writesChange(operation) : writesChange;
}

function resourceOf(service: LocalService | undefined, { input }: ApiCall): ResourceNames {
  const names = service?.resourceOf?.(input) ?? [];
  return names.map((name) => (typeof name === 'string' ? name.toLowerCase() : undefined));
}

const mayBeSame = (one: ResourceNames, other: ResourceNames): boolean =>
  one.every((name, place) => name === undefined || (other[place] ?? name) === name);

function forgetUnlessLasting(kept: Map<string, KeptAnswer>, key: string, answer: Promise<MotoAnswer>): void {
  const forget = (): void => void kept.delete(key);
  answer.then((answered) => isLasting(answered) || forget(), forget);
}

/** That a resource does not exist is an answer as any other. */
function isLasting({ status, body }: MotoAnswer): boolean {
  if (status < 300) return body.length <= MAX_BYTES;
  return status === 404 || (status === 400 && NOT_FOUND.test(body.toString('latin1')));
}

/** An error's code in JSON or XML: RepositoryPolicyNotFoundException, InvalidVpcID.NotFound. */
const NOT_FOUND = /(?:"__type"\s*:\s*"|<Code>)[^"<]*NotFound/;

function keyOf({ context, operation }: ApiCall, { method, path, headers, body }: RawRequest): string {
  let key = `${context.caller.accountId}\n${context.region}\n${operation}\n${method}\n${path}\n`;
  for (const [name, value] of headers)
    if (IS_PARAMETER.test(name) && !OF_ONE_REQUEST.has(name)) key += `${name}\n${value}\n`;
  return key + Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1');
}

const IS_PARAMETER = /^(?:x-amz-|if-|range$)/;

/** Headers that no answer depends on. */
const OF_ONE_REQUEST = new Set([
  ...['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'x-amz-user-agent', 'x-amz-target'],
]);
