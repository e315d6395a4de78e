import { Agent, request } from 'node:http';
import type { Side } from '../measure/baseline';
import { ACCOUNT, REGION, startEndpointProcess } from './endpoint-process';

/** Calls a second of `ssm get-parameter`, of parameters never read before, so that nothing is answered from memory. */
export interface ForwardingRate {
  readonly through: number;
  /** The same calls to the same moto, without the endpoint. */
  readonly direct: number;
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
    let [through, direct] = [0, 0];
    for (let round = 0; round <= rounds; round++) {
      const part = get.slice(round * calls, (round + 1) * calls);
      const seconds = [
        await callAll(endpoint.url, 'GetParameter', part),
        await callAll(endpoint.moto, 'GetParameter', part),
      ] as const;
      if (round === 0) continue; // it warms up
      through += seconds[0];
      direct += seconds[1];
    }
    return { through: (calls * rounds) / through, direct: (calls * rounds) / direct };
  } finally {
    await endpoint.end();
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
