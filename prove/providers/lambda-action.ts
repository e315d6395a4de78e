import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { acceptLater } from '../simulated-account/lambda';
import { succeedAction } from '../stores/codepipeline/flow';
import { LAMBDA_ACTION } from './names';
import { actionProvider, type ActionStep } from './pipeline-action';

/** Seconds between two looks at the alarms; AWS documents none. */
const POLL_SECONDS = 60;

interface LambdaEvent {
  readonly run: string;
  /** The step of the traffic that is watched. @default - none is yet */
  readonly watched?: WatchedStep;
}

interface WatchedStep {
  /** The version that the alias goes back to. */
  readonly from: string;
  /** Which of the strategy's steps, from 0 on. */
  readonly at: number;
  /** Milliseconds since 1970 at which it ends. */
  readonly until: number;
}

type Step = ActionStep<LambdaEvent>;

/**
 * Moves the traffic of an alias to a version that is published, step by step, and back where an alarm fires. What it does
 * when a call of its own fails AWS does not document: here the action fails, and leaves the alias as it is.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export const lambdaAction = actionProvider<LambdaEvent>((step) =>
  step.event.watched ? watch(step, step.event.watched) : begin(step),
);

async function begin(step: Step): Promise<void> {
  const { configuration, call } = step;
  const { FunctionName, FunctionAlias: Name, PublishedTargetVersion: to } = configuration;
  const { FunctionVersion: from = '', RoutingConfig } = await call<AliasConfiguration>('lambda', 'GetAlias', {
    ...{ FunctionName, Name },
  });
  const others = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
  if (others.length > 0)
    throw new Error(
      `The alias ${Name} must point to one version, and points to ${from} and ${others.join()}.`,
    );
  const firing = await firingAlarms(step);
  if (firing.length > 0) throw new Error(`Alarms in the ALARM state: ${firing.join(', ')}.`);
  await call('lambda', 'GetFunctionConfiguration', { FunctionName, Qualifier: to });
  if (from === to) return succeed(step);
  await readProvisionedConcurrency(step);
  await take(step, from, 0);
}

/** Shifts the traffic of a step, of which the last has no further one to watch. */
async function take(step: Step, from: string, at: number): Promise<void> {
  const { simulated, run, configuration } = step;
  const { PublishedTargetVersion: to = '' } = configuration;
  const { percents, minutes } = strategyOf(configuration.DeployStrategy);
  const percent = percents[at];
  if (percent === undefined) {
    await share(step, to, {});
    return succeed(step);
  }
  await share(step, from, { [to]: percent / 100 });
  const watched: WatchedStep = { from, at, until: simulated.now + minutes * 60_000 };
  acceptLater(simulated, LAMBDA_ACTION, { run: run.id, watched } satisfies LambdaEvent, POLL_SECONDS);
}

async function watch(step: Step, { from, at, until }: WatchedStep): Promise<void> {
  const { simulated, event } = step;
  const firing = await firingAlarms(step);
  if (firing.length > 0) {
    await share(step, from, {});
    throw new Error(`Alarms in the ALARM state: ${firing.join(', ')}.`);
  }
  if (simulated.now >= until) return take(step, from, at + 1);
  acceptLater(simulated, LAMBDA_ACTION, event, POLL_SECONDS);
}

async function firingAlarms({ configuration: { Alarms = '' }, call }: Step): Promise<string[]> {
  if (Alarms === '') return [];
  const { MetricAlarms = [] } = await call<DescribeAlarmsOutput>('cloudwatch', 'DescribeAlarms', {
    ...{ AlarmNames: Alarms.split(','), AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  });
  return MetricAlarms.flatMap(({ AlarmName = '', StateValue }) =>
    StateValue === 'ALARM' ? [AlarmName] : [],
  );
}

const share = (
  { configuration: { FunctionName, FunctionAlias: Name }, call }: Step,
  FunctionVersion: string,
  AdditionalVersionWeights: Readonly<Record<string, number>>,
): Promise<object> =>
  call('lambda', 'UpdateAlias', {
    ...{ FunctionName, Name, FunctionVersion, RoutingConfig: { AdditionalVersionWeights } },
  });

/** AWS asks for the right to read it. */
async function readProvisionedConcurrency({ configuration, call }: Step): Promise<void> {
  const { FunctionName, FunctionAlias: Qualifier } = configuration;
  try {
    await call('lambda', 'GetProvisionedConcurrencyConfig', { FunctionName, Qualifier });
  } catch (error) {
    if ((error as Error).name !== 'ProvisionedConcurrencyConfigNotFoundException') throw error;
  }
}

function succeed({ simulated, run, configuration: { PublishedTargetVersion = '' } }: Step): void {
  run.output = { FunctionVersion: PublishedTargetVersion };
  succeedAction(simulated, run.id);
}

/** `AllAtOnce`, `Canary10Percent5Minutes` or `Linear10PercentEvery1Minute`: the shares before all of it, and how long each lasts. */
function strategyOf(text = 'AllAtOnce'): { readonly percents: readonly number[]; readonly minutes: number } {
  const [, type, percent, minutes] = /^(Canary|Linear)(\d+)Percent(?:Every)?(\d+)Minutes?$/.exec(text) ?? [];
  const count = type === 'Linear' ? Math.ceil(100 / Number(percent)) - 1 : 1;
  return {
    percents: type === undefined ? [] : Array.from({ length: count }, (_, at) => Number(percent) * (at + 1)),
    minutes: Number(minutes ?? 0),
  };
}
