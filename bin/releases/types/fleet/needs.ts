import { DescribeImagesCommand, DescribeLaunchTemplatesCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { BAKE_NAMESPACE } from '../../../../handlers/contract/create-launch-template-version';
import { fleetParameterName } from '../../../../handlers/contract/names';
import type { Need, ReleasePipeline, RollbackTarget } from '../../model';
import { groupOfTarget, templateVariables } from './group-of-target';
import { identityOf, readGroups } from './location';

/** The group that is kept; or else what a new one is made of. */
export async function readFleetNeeds(
  pipeline: ReleasePipeline,
  target: RollbackTarget,
): Promise<readonly Need[]> {
  const kept = groupOfTarget(await readGroups(pipeline), target);
  const group = kept ? [{ what: `group ${kept.name}: ${kept.healthy} of ${kept.desired} healthy` }] : [];
  return [...group, ...(await readImageNeeds(pipeline, target))];
}

/** The image, and the parameter version that names it, from which the template version is made again where it was removed. */
export async function readImageNeeds(
  pipeline: ReleasePipeline,
  target: RollbackTarget,
): Promise<readonly Need[]> {
  const { ec2, ssm } = pipeline.clients;
  const { ImageId } = templateVariables(target);
  const version = target.actions.find(({ input }) => input?.namespace === BAKE_NAMESPACE)?.output
    ?.outputVariables?.AMI_VERSION;
  const parameter = `${fleetParameterName(identityOf(pipeline), 'ami-id')}:${version}`;
  const { name } = pipeline;
  return [
    { what: `launch template ${name}`, missing: await missingTemplate(ec2, name) },
    ...(ImageId ? [{ what: `image ${ImageId}`, missing: await missingImage(ec2, ImageId) }] : []),
    ...(version ? [{ what: `parameter ${parameter}`, missing: await missingParameter(ssm, parameter) }] : []),
  ];
}

async function missingImage(client: EC2Client, id: string): Promise<string | undefined> {
  const { Images = [] } = await client
    .send(new DescribeImagesCommand({ ImageIds: [id] }))
    .catch((error: Error) => {
      if (!error.name.startsWith('InvalidAMIID')) throw error;
      return { Images: [] };
    });
  const [image] = Images;
  if (!image) return 'it is deregistered';
  return image.State === 'available' ? undefined : `its state is ${image.State}`;
}

/** A version is made again, the template is not. */
async function missingTemplate(client: EC2Client, name: string): Promise<string | undefined> {
  return client.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [name] })).then(
    () => undefined,
    (error: Error) => {
      if (!error.name.startsWith('InvalidLaunchTemplateName')) throw error;
      return 'it is deleted';
    },
  );
}

/** Parameter Store keeps a hundred versions. */
async function missingParameter(client: SSMClient, Name: string): Promise<string | undefined> {
  return client.send(new GetParameterCommand({ Name })).then(
    () => undefined,
    (error: Error) => {
      if (!/ParameterVersionNotFound|ParameterNotFound/.test(error.name)) throw error;
      return 'Parameter Store has it no more';
    },
  );
}
