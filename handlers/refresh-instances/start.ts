import {
  type RefreshPreferences,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { templateOf } from '../create-green-group/group-request';
import { completeGroup } from '../create-green-group/scaling';
import type { FleetGroup } from '../fleet/fleet-group';
import { releasingTag } from '../fleet/instance-refresh';
import { tagGroups } from '../fleet/minimum-size';
import type { JobOutcome } from '../job/job-outcome';
import { goOn, type Look, type Wait } from './look';

/**
 * Gives the group the sizes and policies of the config, notes in a tag which release it gets, and starts the refresh. An
 * invocation that dies after any of these calls is repeated: the calls may be, and a refresh in progress is adopted.
 */
export async function start(look: Look, wait: Wait, { name, targetGroups }: FleetGroup): Promise<JobOutcome> {
  const { clients, settings, job } = look;
  const { autoScaling } = clients;
  const { group, refresh, launchTemplate } = settings;
  const targetGroup = targetGroups.find((one) => refresh.targetGroups.includes(one)) ?? '';
  await autoScaling.send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      MinSize: group.min,
      MaxSize: group.max,
      VPCZoneIdentifier: group.subnets.join(','),
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: group.healthCheckGrace,
      DefaultInstanceWarmup: group.warmup,
    }),
  );
  await completeGroup(autoScaling, group, { name, targetGroup, listenerRule: refresh.listenerRule ?? '' });
  await tagGroups(autoScaling, [
    releasingTag(name, { version: wait.version, imageId: job.parameters.imageId, execution: job.runningIn }),
  ]);
  const template = { LaunchTemplateName: launchTemplate, Version: wait.version };
  const request = {
    AutoScalingGroupName: name,
    DesiredConfiguration: templateOf(group, template),
    Preferences: preferencesOf(look),
  };
  try {
    const { InstanceRefreshId: id = '' } = await autoScaling.send(new StartInstanceRefreshCommand(request));
    return goOn({ ...wait, phase: 'refresh', refresh: id }, `instance refresh ${id} of group ${name}`);
  } catch (error) {
    if (!(error as Error).name.startsWith('InstanceRefreshInProgress')) throw error;
    return goOn(wait, `another instance refresh of group ${name} to end`);
  }
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
function preferencesOf({ settings: { group, refresh } }: Look): RefreshPreferences {
  const { minHealthy, maxHealthy, bake, alarms, checkpoints = [], checkpointDelay, skipMatching } = refresh;
  return {
    MinHealthyPercentage: minHealthy,
    MaxHealthyPercentage: maxHealthy,
    InstanceWarmup: group.warmup,
    BakeTime: bake,
    AutoRollback: true,
    SkipMatching: skipMatching,
    ...(alarms.length > 0 && { AlarmSpecification: { Alarms: [...alarms] } }),
    ...(checkpoints.length > 0 && {
      CheckpointPercentages: [...checkpoints],
      CheckpointDelay: checkpointDelay,
    }),
  };
}
