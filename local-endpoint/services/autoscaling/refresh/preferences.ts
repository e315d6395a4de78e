import type { RefreshPreferences } from '@aws-sdk/client-auto-scaling';
import { invalid } from '../input';
import type { LaunchSource } from '../launch/source';
import type { GroupRecord } from '../model';
import type { Preferences } from './model';

const MAX_BAKE_SECONDS = 172_800;

/**
 * The preferences of a refresh with their defaults.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
 * @throws AwsError `ValidationError` for what AWS does not take
 */
export function preferencesOf(
  { settings }: GroupRecord,
  given: RefreshPreferences = {},
  launch: { readonly previous: LaunchSource; readonly target: LaunchSource; readonly desired: boolean },
): Preferences {
  const policy = settings.InstanceMaintenancePolicy;
  const warmup = settings.DefaultInstanceWarmup;
  const preferences = {
    CheckpointDelay: 3600,
    BakeTime: 0,
    SkipMatching: false,
    AutoRollback: false,
    ScaleInProtectedInstances: 'Wait' as const,
    StandbyInstances: 'Wait' as const,
    MinHealthyPercentage: within(policy?.MinHealthyPercentage) ?? 90,
    MaxHealthyPercentage: within(policy?.MaxHealthyPercentage) ?? 100,
    InstanceWarmup: within(warmup) ?? settings.HealthCheckGracePeriod,
    ...given,
  };
  check(preferences);
  if (preferences.AutoRollback) checkReversible(launch);
  return preferences;
}

/** -1 is no value. */
const within = (value: number | undefined): number | undefined =>
  value === undefined || value < 0 ? undefined : value;

function check({
  MinHealthyPercentage: min,
  MaxHealthyPercentage: max,
  BakeTime,
  ...others
}: Preferences): void {
  if (min < 0 || min > 100) throw invalid('MinHealthyPercentage must be between 0 and 100');
  if (max < 100 || max > 200) throw invalid('MaxHealthyPercentage must be between 100 and 200');
  if (max - min > 100)
    throw invalid(
      'The difference between MinHealthyPercentage and MaxHealthyPercentage cannot be greater than 100',
    );
  if (BakeTime < 0 || BakeTime > MAX_BAKE_SECONDS)
    throw invalid(`BakeTime must be between 0 and ${MAX_BAKE_SECONDS} seconds`);
  const checkpoints = others.CheckpointPercentages ?? [];
  if (checkpoints.some((value, index) => value <= (checkpoints[index - 1] ?? 0) || value > 100))
    throw invalid('CheckpointPercentages must be between 1 and 100 and in ascending order');
}

/**
 * A refresh can only be rolled back to a numbered version.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html
 */
function checkReversible(launch: Parameters<typeof preferencesOf>[2]): void {
  if (!launch.desired)
    throw invalid('AutoRollback is only supported for an instance refresh with a desired configuration');
  if (!isNumbered(launch.previous) || !isNumbered(launch.target))
    throw invalid('AutoRollback is not supported when the launch template version is $Latest or $Default');
}

/** Whether a source names a version by its number. */
export const isNumbered = ({ template }: LaunchSource): boolean => /^\d+$/.test(template.Version);
