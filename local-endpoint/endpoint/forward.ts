import type { ApiCall, RawRequest } from '../kit/call';
import { formatQueryForm } from './identify/query-form';
import { serviceName } from './identify/identify';
import { askMoto, type MotoAnswer } from './moto';
import { motoError, parseQueryAnswer } from './moto-answer';
import type { Observer } from '../kit/operation';

/** The way to moto, with the observers beside it. */
export interface Forwarder {
  /** moto's answer as it is. */
  raw(call: ApiCall): Promise<MotoAnswer>;
  /**
   * moto's answer as an object, to the caller's input or another one.
   * @param unobserved whether observers must not hear of it @default - false
   * @throws AwsError what moto refused
   */
  parsed(call: ApiCall, input?: object, unobserved?: boolean): Promise<unknown>;
}

/** @param url moto's base URL */
export function createForwarder(url: string, observers: readonly Observer[]): Forwarder {
  const watching = new Map<string, Observer[]>();
  for (const observer of observers) {
    const key = `${serviceName(observer.service)}:${observer.operation}`;
    watching.set(key, [...(watching.get(key) ?? []), observer]);
  }
  const ask = async (call: ApiCall, request?: RawRequest, unobserved = false): Promise<MotoAnswer> => {
    const answer = await askMoto(url, call, request);
    const concerned = unobserved ? [] : (watching.get(`${call.service}:${call.operation}`) ?? []);
    if (answer.status < 300 && concerned.length > 0) await tell(concerned, call, answer);
    return answer;
  };
  return {
    raw: (call) => ask(call),
    async parsed(call, input, unobserved) {
      const changed = input ? { ...call, input: input as ApiCall['input'] } : call;
      const answer = await ask(changed, input ? rewritten(call, input) : call.request, unobserved);
      if (answer.status >= 300) throw motoError(call.protocol, answer);
      if (call.protocol === 'query') return parseQueryAnswer(call.operation, answer.body);
      return outputOf(call, answer);
    },
  };
}

async function tell(observers: readonly Observer[], call: ApiCall, answer: MotoAnswer): Promise<void> {
  const { service, operation, input, context } = call;
  const seen = { service, operation, input, context, requestBody: call.request.body };
  const output = outputOf(call, answer);
  for (const observer of observers) {
    await observer.after({ ...seen, responseHeaders: answer.headers, output });
  }
}

function outputOf({ protocol }: ApiCall, { body }: MotoAnswer): unknown {
  const text = body.toString('utf8');
  const isJson = protocol === 'json' || protocol === 'rest-json';
  if (!isJson) return text;
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

function rewritten(call: ApiCall, input: object): RawRequest {
  const { request, protocol, operation } = call;
  const body = protocol === 'json' ? JSON.stringify(input) : undefined;
  if (body !== undefined) return { ...request, body: Buffer.from(body) };
  if (protocol !== 'query')
    throw new Error(`A ${protocol} request cannot be written anew: ${call.service}:${operation}`);
  const version = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('Version') ?? '';
  return { ...request, body: Buffer.from(formatQueryForm(operation, version, input).toString()) };
}
