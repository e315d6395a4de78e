import { DescribeImagesCommand, type DescribeImagesCommandInput, type Image } from '@aws-sdk/client-ec2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { BakeSettings } from '../../handlers/contract/bake';
import { BakeError } from './bake-error';
import type { AwsClients } from './clients';
import { say } from './say';

/** The image that a bake starts from. */
export interface FoundBase {
  readonly id: string;
  /** Device names of its volumes, its root first. */
  readonly devices: readonly string[];
}

/** @throws BakeError where there is no such image, or it cannot be used */
export async function findBaseImage({ base }: BakeSettings, aws: AwsClients): Promise<FoundBase> {
  const image = await lookUp(base, aws);
  const { ImageId: id = '', RootDeviceName: root, RootDeviceType: type, State: state, Name: name } = image;
  if (state !== 'available') throw new BakeError(`the base image ${id} must be available, got: ${state}`);
  if (type !== 'ebs' || !root)
    throw new BakeError(`the base image ${id} must have a root volume of EBS, got: ${type}`);
  const others = (image.BlockDeviceMappings ?? []).flatMap(({ DeviceName, Ebs }) =>
    Ebs && DeviceName && DeviceName !== root ? [DeviceName] : [],
  );
  say(`the base image is ${id} (${name})`);
  return { id, devices: [root, ...others] };
}

async function lookUp(base: BakeSettings['base'], aws: AwsClients): Promise<Image> {
  if ('owner' in base) {
    const given = `an image of ${base.owner} named ${base.name}`;
    return newest(
      await describe({ Owners: [base.owner], Filters: filtersFor(base.name) }, given, aws),
      given,
    );
  }
  const id = 'id' in base ? base.id : await readParameter(base.parameter, aws);
  const given = 'id' in base ? id : `${id}, which the parameter ${base.parameter} names`;
  return newest(await describe({ ImageIds: [id] }, given, aws), given);
}

const filtersFor = (name: string) => [
  { Name: 'name', Values: [name] },
  { Name: 'state', Values: ['available'] },
];

async function readParameter(name: string, { ssm }: AwsClients): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name })).catch((error: Error) => {
    if (error.name !== 'ParameterNotFound') throw error;
    throw new BakeError(`image.base.parameter must be in Parameter Store, got: ${name}`);
  });
  const value = Parameter?.Value ?? '';
  if (!/^ami-[0-9a-f]+$/.test(value))
    throw new BakeError(`the parameter ${name} must hold the id of an image, got: ${value.slice(0, 20)}`);
  return value;
}

/** @param given what the config names, for the message */
async function describe(
  request: DescribeImagesCommandInput,
  given: string,
  { ec2 }: AwsClients,
): Promise<Image[]> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand(request)).catch((error: Error) => {
    if (!/^InvalidAMIID/.test(error.name)) throw error;
    throw new BakeError(`image.base must be an image that exists, got: ${given}`);
  });
  return Images;
}

function newest(images: readonly Image[], given: string): Image {
  const [first] = [...images].sort((one, other) =>
    (one.CreationDate ?? '') < (other.CreationDate ?? '') ? 1 : -1,
  );
  if (!first) throw new BakeError(`image.base must be an image that exists, got: ${given}`);
  return first;
}
