import { createHash } from 'node:crypto';
import { DescribeImagesCommand, DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { BAKE_NAMESPACE } from '../../../../handlers/contract/create-launch-template-version';
import { type Difference, differences } from '../../diff/differences';
import type { ExecutedActions, ReleasePipeline } from '../../model';
import { templateVariables } from './group-of-target';

/**
 * What a release would change of a fleet: the image, which packages differ by its bake, and where its launch template
 * version has been made already, that version field by field.
 * @param serving number of the launch template version that serves
 * @throws ExpectedError where the execution has baked no image yet
 */
export async function compareFleet(
  pipeline: ReleasePipeline,
  actions: ExecutedActions,
  serving: string | undefined,
): Promise<Difference[]> {
  const baked = actions.find(({ input }) => input?.namespace === BAKE_NAMESPACE)?.output?.outputVariables;
  const made = templateVariables({ actions });
  const image = made.ImageId ?? baked?.AMI_ID;
  if (image === undefined) throw new ExpectedError('the execution has baked no image yet');
  const [before, after] = await Promise.all([
    readTemplate(pipeline, serving),
    readTemplate(pipeline, made.Version),
  ]);
  const images = [before?.ImageId, image];
  const [old, fresh] = await Promise.all(images.map((id) => labelledAmi(pipeline, id)));
  return [
    ...(images[0] === image
      ? []
      : [{ field: 'image', ...(old !== undefined && { before: old }), ...(fresh && { after: fresh }) }]),
    ...(baked?.PACKAGES ? [{ field: 'packages', after: baked.PACKAGES }] : []),
    ...(after ? differences(comparable(before), comparable(after), 'template') : []),
  ];
}

/** The template is named like the pipeline. */
async function readTemplate({ clients, name }: ReleasePipeline, version: string | undefined) {
  if (version === undefined) return undefined;
  const { LaunchTemplateVersions = [] } = await clients.ec2
    .send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: name, Versions: [version] }))
    .catch((error: Error) => {
      if (!/NotFound|Malformed/.test(error.name)) throw error;
      return { LaunchTemplateVersions: [] };
    });
  return LaunchTemplateVersions[0]?.LaunchTemplateData;
}

/** The image has a row of its own; user data is a program that may hold secrets, so only that it differs is shown. */
function comparable(data: Awaited<ReturnType<typeof readTemplate>>): unknown {
  if (!data) return undefined;
  const { UserData: script, ...rest } = data;
  return {
    ...rest,
    ImageId: undefined,
    ...(script && { UserData: `${Buffer.from(script, 'base64').length} bytes, ${hashOf(script)}` }),
  };
}

async function labelledAmi(
  { clients }: ReleasePipeline,
  id: string | undefined,
): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const { Images = [] } = await clients.ec2
    .send(new DescribeImagesCommand({ ImageIds: [id] }))
    .catch((error: Error) => {
      if (!error.name.startsWith('InvalidAMIID')) throw error;
      return { Images: [] };
    });
  const [image] = Images;
  return image ? `${id} (${image.Name})` : `${id} (it is deregistered)`;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
