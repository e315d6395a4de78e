import type { GrantsChecked, GrantTried } from './grant-events';

/**
 * Something that happened in a rehearsal. All outputs are made of these alone, and `--json` prints them as they are: a
 * change here changes docs/guides/rehearsal-output.md, which lists them for other programs.
 */
export type RehearsalEvent = EventOrigin & RehearsalEventBody;

/** The event of a type. */
export type EventOf<Type extends RehearsalEvent['type']> = Extract<RehearsalEvent, { readonly type: Type }>;

/** What is done with the events of some types. */
export type EventHandlers<Result> = {
  readonly [Type in RehearsalEvent['type']]?: (event: EventOf<Type>) => Result;
};

/** Calls the handler of the event's type; undefined where there is none. */
export function handleEvent<Result>(
  handlers: EventHandlers<Result>,
  event: RehearsalEvent,
): Result | undefined {
  const handler = handlers[event.type] as ((event: RehearsalEvent) => Result) | undefined;
  return handler?.(event);
}

/** When an event happened, and what was being played. */
interface EventOrigin {
  /** Seconds of the rehearsal's clock since the endpoint started, to the millisecond. */
  readonly time: number;
  /** Names of the pipelines that are rehearsed together, joined for display. @default - none are being rehearsed */
  readonly application?: string;
  /** Title of the step that is being played. @default - none is */
  readonly step?: string;
}

/** An event as it is emitted, by its type. */
export type RehearsalEventBody =
  | RehearsalStarted
  | SetUpEvent
  | RehearsalPlanned
  | LeftOutEvent
  | ApplicationStarted
  | PipelinesWatched
  | StepStarted
  | StepFinished
  | Activity
  | ExecutionStarted
  | ActionChanged
  | DeploymentProgressed
  | TrafficChanged
  | ExecutionFinished
  | LogLine
  | BuildLogLine
  | BuildFinished
  | ExpectationChecked
  | FaultInjected
  | FaultUnmatched
  | GrantTried
  | GrantsChecked
  | RehearsalFinished
  | RehearsalFailed;

/** The first event. */
interface RehearsalStarted {
  readonly type: 'rehearsal-started';
  readonly config: string;
  /** What a person has to know before anything runs. */
  readonly notice: string;
}

/** The real `cdk` works against the endpoint. */
type SetUpEvent =
  | { readonly type: 'set-up-started' }
  | { readonly type: 'command-started'; readonly command: string }
  | { readonly type: 'command-finished'; readonly command: string; readonly seconds: number }
  | { readonly type: 'stack-deployed'; readonly stack: string };

/** Everything is deployed, and it is known what will be played. */
interface RehearsalPlanned {
  readonly type: 'rehearsal-planned';
  readonly applications: readonly PlannedApplication[];
}

/** The pipelines of one application, and the titles of the steps that will be played on them or skipped. */
export interface PlannedApplication {
  readonly pipelines: readonly string[];
  readonly steps: readonly string[];
}

/** A pipeline is not rehearsed. */
interface LeftOutEvent {
  readonly type: 'left-out';
  /** A sentence that names the pipeline. */
  readonly reason: string;
}

interface ApplicationStarted {
  readonly type: 'application-started';
  readonly pipelines: readonly string[];
}

/** From here on, changes of these pipelines are reported. */
interface PipelinesWatched {
  readonly type: 'pipelines-watched';
  readonly pipelines: readonly string[];
}

interface StepStarted {
  readonly type: 'step-started';
  readonly title: string;
}

/** The end of a step that was played, or that it is skipped. */
interface StepFinished extends StepOutcome {
  readonly type: 'step-finished';
}

/** What became of a step. */
export interface StepOutcome {
  readonly title: string;
  readonly outcome: 'as expected' | 'not as expected' | 'skipped';
  /** Why it was skipped, or the error that ended it. */
  readonly note?: string;
  /** Whether it was skipped for an earlier step that was not as expected. @default false */
  readonly afterMiss?: boolean;
  /** Real time. */
  readonly seconds: number;
}

/** What a person, a team's own CI or an alarm does in a step, as a command where there is one. */
interface Activity {
  readonly type: 'activity';
  readonly text: string;
}

/** What events of a pipeline's execution have in common. */
export interface ExecutionOrigin {
  readonly pipeline: string;
  readonly executionId: string;
  /** 1 for the pipeline's first execution that was seen. */
  readonly number: number;
}

interface ExecutionStarted extends ExecutionOrigin {
  readonly type: 'execution-started';
  /** What started it, for example `by a push`. */
  readonly cause: string;
}

interface ActionChanged extends ExecutionOrigin {
  readonly type: 'action-changed';
  readonly stage: string;
  readonly action: string;
  /** As CodePipeline has it: `InProgress`, `Succeeded`, `Failed`, `Abandoned`. */
  readonly status: string;
  /** The action's own message, where it failed. */
  readonly message?: string;
}

/** Something within the action that deploys. */
interface DeploymentProgressed extends ExecutionOrigin {
  readonly type: 'deployment-progressed';
  /** What it happened to: a deployment, a service, an Auto Scaling group. */
  readonly subject: string;
  readonly text: string;
  /** The status of what the text names. @default - the text is a sentence */
  readonly status?: string;
}

/** Where the load balancer sends a pipeline's traffic now, as it was read when something happened in the deployment. */
interface TrafficChanged extends ExecutionOrigin {
  readonly type: 'traffic-changed';
  readonly shares: readonly TrafficShare[];
}

/** What part of the traffic a target group gets. */
export interface TrafficShare {
  /** Name of the target group. */
  readonly target: string;
  readonly percent: number;
}

interface ExecutionFinished extends ExecutionOrigin {
  readonly type: 'execution-finished';
  readonly status: string;
}

/** What the endpoint logs of its services. */
interface LogLine {
  readonly type: 'log';
  readonly text: string;
}

/** A line of the log of a build. */
interface BuildLogLine {
  readonly type: 'build-log';
  /** Name of the CodeBuild project. */
  readonly build: string;
  readonly text: string;
}

interface BuildFinished {
  readonly type: 'build-finished';
  /** Name of the CodeBuild project. */
  readonly build: string;
  readonly buildId: string;
  readonly status: string;
}

/** Something that is expected of the deployed pipelines was checked. */
interface ExpectationChecked {
  readonly type: 'expectation';
  readonly text: string;
  readonly met: boolean;
  /** What was found instead. @default - it was met, or the text says it */
  readonly found?: string;
}

/** A call meets a fault that was asked for. */
interface FaultInjected {
  readonly type: 'fault-injected';
  /** As it was written. */
  readonly rule: string;
  /** `throttled`, `dropped`, … */
  readonly fault: string;
  /** As in IAM actions. */
  readonly service: string;
  readonly operation: string;
  /** ARN, or the principal of an AWS service. */
  readonly caller: string;
  /** Which of the calls that the rule is for, from 1. */
  readonly call: number;
  /** Which attempt of the client at that call, from 1. */
  readonly attempt: number;
}

/** A fault that was asked for, and that no call met until the end. */
interface FaultUnmatched {
  readonly type: 'fault-unmatched';
  readonly rule: string;
  /** A sentence that names the rule, and how near calls came. */
  readonly reason: string;
}

/** The last event of a rehearsal that played to its end. */
interface RehearsalFinished {
  readonly type: 'rehearsal-finished';
  readonly expectations: number;
  readonly met: number;
  /** Real time of all steps. */
  readonly seconds: number;
}

/** The last event of a rehearsal that could not go on. */
interface RehearsalFailed {
  readonly type: 'rehearsal-failed';
  readonly message: string;
}
