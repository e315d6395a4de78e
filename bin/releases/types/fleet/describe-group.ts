import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import type { Fleet, FleetGroup } from '../../../../rehearsal/fleet-from-commits/fleet';
import type { Fact, ReleasePipeline, Serving } from '../../model';

/** What serves, with what the release record has on it where the record names the same group. */
export async function describeGroup(
  pipeline: ReleasePipeline,
  { groups }: Fleet,
  group: FleetGroup,
): Promise<Serving> {
  const { name, weight, healthy, desired, version = '?', executionId } = group;
  const others = groups.filter((other) => other !== group);
  const facts: Fact[] = [
    { name: 'serves', value: `group ${name}, with ${weight} % of the traffic` },
    { name: 'image', value: (await imageOf(pipeline, version)) ?? 'not known: its template version is gone' },
    { name: 'template', value: `${pipeline.name}, version ${version}` },
    { name: 'strength', value: `${healthy} of ${desired} instances are healthy behind the load balancer` },
    ...others.map((other) => ({ name: 'beside it', value: besideIt(other) })),
  ];
  const { record } = pipeline;
  if (record?.serving.type !== 'asg') return { facts, executionId };
  const { serving } = record;
  if (serving.group !== name) return { facts, executionId, recordDiffers: `it names group ${serving.group}` };
  return { facts, executionId, since: new Date(serving.servingSince) };
}

const besideIt = ({ name, weight, healthy, desired, retiring }: FleetGroup): string =>
  `group ${name}, with ${weight} % of the traffic, ${healthy} of ${desired} healthy${retiring ? ', being retired' : ''}`;

/** The image of a template version. The template is named like the pipeline. */
export async function imageOf(
  { clients, name }: ReleasePipeline,
  version: string,
): Promise<string | undefined> {
  const { LaunchTemplateVersions = [] } = await clients.ec2
    .send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: name, Versions: [version] }))
    .catch((error: Error) => {
      if (!/NotFound|Malformed/.test(error.name)) throw error;
      return { LaunchTemplateVersions: [] };
    });
  return LaunchTemplateVersions[0]?.LaunchTemplateData?.ImageId;
}
