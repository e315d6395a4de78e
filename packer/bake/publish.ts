import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { BakeSettings } from '../../handlers/contract/bake';
import { fleetParameterName } from '../../handlers/contract/names';
import type { AwsClients } from './clients';
import { say } from './say';

/** Writes an image's id to `…/ami-id`, unless it is there already. @returns the parameter's version that holds it */
export async function publish(
  { identity }: BakeSettings,
  image: string,
  { ssm }: AwsClients,
): Promise<number> {
  const Name = fleetParameterName(identity, 'ami-id');
  const { Parameter: known } = await ssm.send(new GetParameterCommand({ Name })).catch((error: Error) => {
    if (error.name !== 'ParameterNotFound') throw error;
    return { Parameter: undefined };
  });
  if (known?.Value === image) {
    say(`${Name} holds ${image} already, as version ${known.Version}`);
    return known.Version ?? 0;
  }
  const { Version: version = 0 } = await ssm.send(
    new PutParameterCommand({ Name, Value: image, Type: 'String', Overwrite: true }),
  );
  say(`${Name} holds ${image} as version ${version}`);
  return version;
}
