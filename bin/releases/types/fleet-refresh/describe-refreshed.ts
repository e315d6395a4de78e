import type { AutoScalingGroup, LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import { EXECUTION_TAG } from '../../../../handlers/contract/names';
import type { Fact, ReleasePipeline, Serving } from '../../model';
import { imageOf } from '../fleet/describe-group';
import type { RefreshedGroup } from './refreshed-group';

/** What serves, with what the release record has on it where the record names the same template version. */
export async function describeRefreshed(
  pipeline: ReleasePipeline,
  { group, healthy, refresh }: RefreshedGroup,
): Promise<Serving> {
  const { LaunchTemplateName = '?', Version = '?' } = templateOf(group);
  const facts: Fact[] = [
    { name: 'serves', value: `group ${group.AutoScalingGroupName}` },
    {
      name: 'image',
      value: (await imageOf(pipeline, Version)) ?? 'not known: its template version is gone, or another’s',
    },
    { name: 'template', value: `${LaunchTemplateName}, version ${Version}` },
    {
      name: 'strength',
      value: `${healthy} of ${group.DesiredCapacity} instances are healthy behind the load balancer`,
    },
    ...(refresh
      ? [
          {
            name: 'refresh',
            value: `${refresh.InstanceRefreshId}: ${refresh.Status}, ${refresh.PercentageComplete ?? 0} %`,
          },
        ]
      : []),
  ];
  const executionId = group.Tags?.find(({ Key }) => Key === EXECUTION_TAG)?.Value;
  const { serving } = pipeline.record ?? {};
  if (serving?.type !== 'asg') return { facts, executionId };
  if (serving.launchTemplate.version !== Version)
    return {
      facts,
      executionId,
      recordDiffers: `it names template version ${serving.launchTemplate.version}`,
    };
  return { facts, executionId, since: new Date(serving.servingSince) };
}

/** The launch template of a group, and its version. */
export const templateOf = (group: AutoScalingGroup): LaunchTemplateSpecification =>
  group.LaunchTemplate ?? group.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? {};
