import { AwsError } from '../../kit/aws-error';

const NUMBERS =
  /^(MinSize|MaxSize|DesiredCapacity|\w*Cooldown|HealthCheckGracePeriod|\w*InstanceWarmup|MaxInstanceLifetime|HeartbeatTimeout|MaxRecords|OnDemandBaseCapacity|OnDemandPercentageAboveBaseCapacity|SpotInstancePools|ScalingAdjustment|MinAdjustment\w+|MetricInterval\w+|MetricValue|BreachThreshold|TargetValue|M\w\wHealthyPercentage|Checkpoint\w+|BakeTime|Period)$/;
const BOOLEANS =
  /^(NewInstancesProtectedFromScaleIn|CapacityRebalance|PropagateAtLaunch|ForceDelete|HonorCooldown|Should\w+|ProtectedFromScaleIn|Include\w+|DisableScaleIn|Enabled|SkipMatching|AutoRollback|ReturnData|SkipZonalShiftValidation)$/;
const DATES = /^(StartTime|EndTime|Time)$/;
const LISTS =
  /(Names|ARNs|Ids|Zones|Tags|Filters|Values|Processes|Metrics|Types|Policies|TrafficSources|Overrides|Adjustments|Actions|Alarms|Percentages|SpecificationList|Dimensions)$/;

/**
 * The input of an operation with numbers, booleans and dates: the query protocol has text alone. An empty list is an
 * empty text there.
 */
export function typed<Input>(input: object): Input {
  return convert(input, '') as Input;
}

function convert(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, key));
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, convert(item, name)]));
  if (typeof value !== 'string') return value;
  if (value === '' && LISTS.test(key)) return [];
  if (BOOLEANS.test(key)) return value === 'true';
  if (NUMBERS.test(key)) return numberOf(value, key);
  return DATES.test(key) ? new Date(value) : value;
}

function numberOf(text: string, key: string): number {
  const number = Number(text);
  if (text === '' || Number.isNaN(number))
    throw new AwsError('MalformedInput', `Invalid value for member '${key}', got: ${text}`);
  return number;
}

/**
 * @param members names of members that must be given
 * @throws AwsError `ValidationError` with AWS's message where one is missing
 */
export function required<Input extends object>(
  input: Input,
  ...members: readonly (keyof Input & string)[]
): void {
  const missing = members.filter((name) => input[name] === undefined || (input[name] as unknown) === '');
  if (missing.length === 0) return;
  const errors = missing.map(
    (name) => `Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
  );
  throw invalid(`${count(errors.length)} detected: ${errors.join('; ')}`);
}

/** AWS's error for input that it does not take. */
export const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

const count = (errors: number): string =>
  errors === 1 ? '1 validation error' : `${errors} validation errors`;

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
