import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { RehearsalClients } from './clients';
import type { RehearsalContext } from './context';
import type { DeployedPipeline } from './pipeline/deployed-pipeline';
import { type DeploymentProgress, type Observers, watchPipelines } from './pipeline/watch';
import type { StepOutcome } from './report/events';
import { runSteps, type ScenarioStep } from './run-steps';
import { type SelectableStep, selectSteps } from './select-steps';

/** The pipelines of one account and region, as `GetPipeline` returns them. */
export interface RegionPipelines {
  readonly clients: RehearsalClients;
  readonly declarations: readonly PipelineDeclaration[];
}

/** A way of releasing that can be rehearsed: finds the pipelines that work so, and plays releases on them. */
export interface Scenario {
  /** The steps that it plays on each application, in their order. */
  readonly steps: readonly SelectableStep[];
  /** Reads only what AWS returns of deployed resources. */
  find(regions: readonly RegionPipelines[], options: FindOptions): Promise<FoundApplications>;
}

/** What is known before anything runs. */
export type FindOptions = Pick<RehearsalContext, 'applicationsFolder'>;

/** What a scenario found in all accounts and regions. */
export interface FoundApplications {
  readonly rehearsals: readonly ApplicationRehearsal[];
  /** Pipelines that release this way but cannot be rehearsed: sentences that give the reason. */
  readonly leftOut: readonly string[];
  /** The pipelines of both, which are not offered to other scenarios. */
  readonly recognized: readonly PipelineDeclaration[];
}

/** The pipelines of one application, ready to be rehearsed. */
export interface ApplicationRehearsal {
  /** Names of the pipelines. */
  readonly pipelines: readonly string[];
  /** ARNs of the roles that belong to these pipelines alone. */
  readonly roles: readonly string[];
  readonly steps: readonly SelectableStep[];
  /** @param only the steps to play, with what they need @default - all */
  run(context: RehearsalContext, only?: readonly string[]): Promise<StepOutcome[]>;
}

/** Pipelines that are rehearsed together, because the same upload or push starts them. */
export interface PipelineGroup<Pipeline extends DeployedPipeline> {
  readonly pipelines: readonly Pipeline[];
}

/** Why a pipeline that the scenario recognizes cannot be rehearsed. */
export class LeftOut {
  /** @param reason a sentence that names the pipeline */
  constructor(readonly reason: string) {}
}

/** What differs from one scenario to the next. */
export interface ScenarioDefinition<
  Pipeline extends DeployedPipeline,
  App extends PipelineGroup<Pipeline>,
  Context extends RehearsalContext,
> {
  /**
   * Recognizes a pipeline by its stages and actions, and reads what the steps need to know of it. Assume nothing of a
   * declaration before it is recognized: pipelines of every other kind come by too.
   * @returns undefined for a pipeline that another scenario may recognize
   */
  describe(
    clients: RehearsalClients,
    declaration: PipelineDeclaration,
    options: FindOptions,
  ): Promise<Pipeline | LeftOut | undefined>;
  /** Groups pipelines that are rehearsed together; those it cannot rehearse it leaves out with a reason. */
  group(pipelines: readonly Pipeline[]): {
    readonly applications: readonly App[];
    readonly leftOut?: readonly string[];
  };
  /** Makes what an application needs before its first release, and the context of the steps. */
  prepare(application: App, context: RehearsalContext): Promise<Context>;
  /** What happens within a deployment, reported below its action. @default - nothing is reported */
  progress?(context: RehearsalContext): DeploymentProgress<Pipeline>;
  /** Where the load balancer sends the traffic of a pipeline. @default - it is not reported */
  readonly traffic?: Observers<Pipeline>['traffic'];
  /** A release's life, in the order in which it runs. */
  readonly steps: readonly ScenarioStep<Context>[];
}

/** Makes a scenario: finding, grouping, watching and running the steps are alike in all of them. */
export function scenario<
  Pipeline extends DeployedPipeline,
  App extends PipelineGroup<Pipeline>,
  Context extends RehearsalContext,
>(definition: ScenarioDefinition<Pipeline, App, Context>): Scenario {
  const { steps } = definition;
  return {
    steps,
    find: async (regions, options) => {
      const recognized: PipelineDeclaration[] = [];
      const pipelines: Pipeline[] = [];
      const leftOut: string[] = [];
      for (const { clients, declarations } of regions)
        for (const declaration of declarations) {
          const described = await definition.describe(clients, declaration, options);
          if (!described) continue;
          recognized.push(declaration);
          if (described instanceof LeftOut) leftOut.push(described.reason);
          else pipelines.push(described);
        }
      const groups = definition.group(pipelines);
      return {
        recognized,
        leftOut: [...leftOut, ...(groups.leftOut ?? [])],
        rehearsals: groups.applications.map((application) => ({
          pipelines: application.pipelines.map(({ name }) => name),
          roles: [...new Set(application.pipelines.flatMap(({ roles }) => roles))],
          steps,
          run: (context: RehearsalContext, only?: readonly string[]) =>
            run({ ...definition, steps: selectSteps(steps, only) }, application, context),
        })),
      };
    },
  };
}

async function run<
  Pipeline extends DeployedPipeline,
  App extends PipelineGroup<Pipeline>,
  Context extends RehearsalContext,
>(
  definition: ScenarioDefinition<Pipeline, App, Context>,
  application: App,
  context: RehearsalContext,
): Promise<StepOutcome[]> {
  const stepContext = await definition.prepare(application, context);
  const observers = { progress: definition.progress?.(context), traffic: definition.traffic };
  const watcher = watchPipelines(application.pipelines, context, observers);
  try {
    return await runSteps(definition.steps, stepContext);
  } finally {
    await watcher.stop();
  }
}
