import { Agent, request } from 'node:http';
import type { Side } from '../measure/baseline';
import { ACCOUNT, type EndpointProcess, REGION, startEndpointProcess } from './endpoint-process';

/** Calls of `ssm get-parameter`, of parameters never read before, so that nothing is answered from memory. */
export interface ForwardingRate {
  readonly through: CallsCost;
  /** The same calls to the same moto, without the endpoint. */
  readonly direct: CallsCost;
}

/** What a call cost. */
export interface CallsCost {
  /** Calls a second. */
  readonly rate: number;
  /** User and system time of the endpoint's process, a call. */
  readonly endpointMicroseconds: number;
  readonly motoMicroseconds: number;
}

/** How many clients call at the same time, each with a connection of its own. */
const CLIENTS = 8;

/** Writes parameters, then reads each once through the endpoint and once from moto, in `rounds` turns. */
export async function measureForwarding(side: Side, calls: number, rounds: number): Promise<ForwardingRate> {
  const endpoint = await startEndpointProcess(side);
  try {
    const names = Array.from({ length: calls * (rounds + 1) }, (_, index) => `/bench/${index}`);
    const put = (Name: string) => ({ Name, Value: 'a value', Type: 'String' });
    await callAll(endpoint.moto, 'PutParameter', names.map(put));
    const get = names.map((Name) => ({ Name }));
    const [through, direct] = [new Sum(endpoint), new Sum(endpoint)];
    for (let round = 0; round <= rounds; round++) {
      const part = get.slice(round * calls, (round + 1) * calls);
      const isWarm = round > 0;
      await through.add(isWarm, () => callAll(endpoint.url, 'GetParameter', part));
      await direct.add(isWarm, () => callAll(endpoint.moto, 'GetParameter', part));
    }
    return { through: through.of(calls * rounds), direct: direct.of(calls * rounds) };
  } finally {
    await endpoint.end();
  }
}

/** What calls have cost so far. */
class Sum {
  private seconds = 0;
  private endpointSeconds = 0;
  private motoSeconds = 0;

  constructor(private readonly endpoint: EndpointProcess) {}

  async add(counts: boolean, calls: () => Promise<number>): Promise<void> {
    const before = this.endpoint.cpu();
    const seconds = await calls();
    const after = this.endpoint.cpu();
    if (!counts) return;
    this.seconds += seconds;
    this.endpointSeconds += after.endpoint - before.endpoint;
    this.motoSeconds += after.others - before.others;
  }

  of(calls: number): CallsCost {
    return {
      rate: calls / this.seconds,
      endpointMicroseconds: (this.endpointSeconds / calls) * 1e6,
      motoMicroseconds: (this.motoSeconds / calls) * 1e6,
    };
  }
}

/** @returns seconds */
async function callAll(url: string, operation: string, inputs: readonly object[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const left = [...inputs];
  const started = performance.now();
  const client = async () => {
    for (let input = left.pop(); input; input = left.pop()) await call(agent, url, operation, input);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
  return (performance.now() - started) / 1000;
}

function call(agent: Agent, url: string, operation: string, input: object): Promise<void> {
  const scope = `${ACCOUNT}/20260101/${REGION}/ssm/aws4_request`;
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AmazonSSM.${operation}`,
    'x-moto-account-id': ACCOUNT,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/`, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${operation} must be answered with 200, got: ${response.statusCode}`));
      });
    });
    sent.on('error', reject).end(JSON.stringify(input));
  });
}
