import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { fleetParameterName } from '../../handlers/contract/names';
import type { FleetPipeline } from './pipeline';

/** What a parameter of a fleet's state holds; undefined before it is first written. */
export async function readParameter(
  { clients, identity }: FleetPipeline,
  name: Parameters<typeof fleetParameterName>[1],
): Promise<string | undefined> {
  const Name = fleetParameterName(identity, name);
  const found = await clients.ssm.send(new GetParameterCommand({ Name })).catch((error: Error) => {
    if (error.name === 'ParameterNotFound') return undefined;
    throw error;
  });
  return found?.Parameter?.Value;
}
