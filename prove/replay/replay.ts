import type {
  GetPipelineExecutionOutput,
  ListPipelineExecutionsOutput,
  StartPipelineExecutionOutput,
  RollbackStageOutput,
  GetPipelineStateOutput,
} from '@aws-sdk/client-codepipeline';
import { type VirtualClock } from '@pipeline-factory/local-endpoint';
import { type CallAccount, callAccount } from '../compare/call-account';
import type { PairedIds } from '../compare/paired-ids';
import { plant } from '../compare/plant';
import type { Kind, Scenario } from '../kinds/kind';
import { type SimulatedAccount, snapshot } from '../simulated-account/simulated-account';
import { deliver, deployFunctions, deployPipeline, type ReplayAccount } from './deploy';
import { type Gate, type LeavesOutRequest, startGate } from './gate';
import { type AccountReader, accountReader } from './read-account';
import type { ReplayableCase } from './replayable';

/** A local endpoint whose clock goes on while nothing else does. */
export interface ReplayEndpoint extends ReplayAccount {
  readonly url: string;
  readonly clock: VirtualClock;
}

/** What a case came to there. */
export interface ReplayedVerdict {
  readonly violations: readonly string[];
  /** Whether its fault happened: the call was made. */
  readonly hasHappened: boolean;
}

const SECOND = 1000;
/** In which everything gets into service that is planted, or that an execution has left. */
const SETTLED_SECONDS = 120;
/** Lambda's last attempt and the end of a group that is deleted come within it. */
const REST_SECONDS = 300;

/**
 * Plays one case through functions' processes and HTTP. The account has to be empty.
 * @param leavesOut changing calls that functions leave out, so that something is broken @default - none
 */
export async function replay(
  endpoint: ReplayEndpoint,
  { name, scenarios }: Kind,
  one: ReplayableCase,
  leavesOut?: LeavesOutRequest,
): Promise<ReplayedVerdict> {
  const scenario = scenarios.find((each) => each.name === one.scenario);
  const empty = scenarios.find((each) => each.name === 'first-release');
  const [whole] = scenarios;
  if (!scenario || !empty || !whole) throw new Error(`${name} must have the scenario ${one.scenario}`);
  const [parameters, start] = [Object.keys((await whole.start()).ssm), await scenario.start()];
  const gate = await startGate(endpoint.url, {
    deliver: (action, event) => deliver(endpoint, start, action, event),
    leavesOut,
  });
  try {
    return await new Replay(endpoint, scenario, gate, await empty.start(), start, parameters).play(one);
  } finally {
    await gate.close();
  }
}

class Replay {
  private readonly call: CallAccount;
  private readonly violations = new Set<string>();
  private readonly name: string;
  private reader: AccountReader = { read: async () => this.empty };

  constructor(
    private readonly endpoint: ReplayEndpoint,
    private readonly scenario: Scenario,
    private readonly gate: Gate,
    private readonly empty: SimulatedAccount,
    private readonly before: SimulatedAccount,
    private readonly parameters: readonly string[],
  ) {
    this.call = callAccount(endpoint.config);
    this.name = before.pipeline.name;
  }

  async play(one: ReplayableCase): Promise<ReplayedVerdict> {
    const { clock } = this.endpoint;
    const ids = await plant(this.empty, this.call);
    await deployFunctions(this.endpoint, this.empty, this.gate);
    await clock.pass(SETTLED_SECONDS * SECOND);
    this.reader = accountReader(this.call, ids, this.empty, this.parameters);
    const { reader } = this;
    await reader.read(true);
    const model = snapshot(this.before);
    const proven = this.scenario.begin(model);
    const [first] = this.before.pipeline.executions;
    if (first) await this.serve(ids, model, first.id);
    this.gate.arm(one.fault);
    const check = async () => {
      for (const violation of this.scenario.always(await reader.read())) this.violations.add(violation);
    };
    const end = clock.observe(check);
    const id = first ? await this.start(model, proven) : await this.deploy(model, proven);
    ids.pair(proven, id);
    await this.followUp(one, ids, model, { proven, id, first: first?.id });
    await clock.pass(REST_SECONDS * SECOND);
    await end();
    const simulated = await reader.read(true);
    for (const violation of this.scenario.atRest(simulated)) this.violations.add(`at rest, ${violation}`);
    return { violations: [...this.violations], hasHappened: this.gate.hasHappened };
  }

  /** Has what serves at the start be released, as large as it is there. */
  private async serve(ids: PairedIds, model: SimulatedAccount, first: string): Promise<void> {
    this.gate.arm();
    const id = await this.deploy(model, first);
    ids.pair(first, id);
    await this.ended(id);
    const [group] = Object.values(this.before.autoScaling.groups);
    const AutoScalingGroupName = `${this.name}-${id.slice(0, 8)}-1`;
    await this.call('auto-scaling', 'SetDesiredCapacity', {
      AutoScalingGroupName,
      DesiredCapacity: group?.desired,
    });
    await this.endpoint.clock.pass(SETTLED_SECONDS * SECOND);
  }

  /** The pipeline begins with an execution. @returns its id */
  private async deploy(model: SimulatedAccount, execution: string): Promise<string> {
    await deployPipeline(this.endpoint, model, variablesOf(model, execution));
    return this.endpoint.clock.until('the first execution', async () => {
      const input = { pipelineName: this.name };
      const { pipelineExecutionSummaries: [one] = [] } = (await this.call(
        'codepipeline',
        'ListPipelineExecutions',
        input,
      )) as ListPipelineExecutionsOutput;
      return one?.pipelineExecutionId;
    });
  }

  private async start(model: SimulatedAccount, execution: string): Promise<string> {
    const variables = Object.entries(variablesOf(model, execution)).map(([name, value]) => ({ name, value }));
    const started = (await this.call('codepipeline', 'StartPipelineExecution', {
      name: this.name,
      variables,
    })) as StartPipelineExecutionOutput;
    return started.pipelineExecutionId ?? '';
  }

  private async ended(id: string): Promise<string> {
    const input = { pipelineName: this.name, pipelineExecutionId: id };
    return this.endpoint.clock.until(
      `the end of execution ${id}`,
      async () => {
        const { pipelineExecution } = (await this.call(
          'codepipeline',
          'GetPipelineExecution',
          input,
        )) as GetPipelineExecutionOutput;
        return pipelineExecution?.status === 'InProgress' ? undefined : pipelineExecution?.status;
      },
      { minutes: 180 },
    );
  }

  private async followUp(
    { followUp }: ReplayableCase,
    ids: PairedIds,
    model: SimulatedAccount,
    { proven, id, first }: { readonly proven: string; readonly id: string; readonly first?: string },
  ): Promise<void> {
    const status = await this.ended(id);
    if (followUp !== 'retry-at-once') await this.endpoint.clock.pass(REST_SECONDS * SECOND);
    if (followUp === 'new') {
      const another = this.scenario.releaseAgain(model);
      return this.requireSuccess(ids, another, await this.start(model, another));
    }
    if (followUp === 'rollback' && first !== undefined) {
      const target = ids.toOther(first);
      const rolled = (await this.call('codepipeline', 'RollbackStage', {
        ...{
          pipelineName: this.name,
          stageName: model.pipeline.stages[0]?.name,
          targetPipelineExecutionId: target,
        },
      })) as RollbackStageOutput;
      return this.requireSuccess(ids, undefined, rolled.pipelineExecutionId ?? '');
    }
    if (status === 'Failed' && followUp !== '')
      for (const mode of ['FAILED_ACTIONS', 'ALL_ACTIONS']) if (await this.retry(id, mode)) break;
    return this.requireSuccess(ids, proven, id);
  }

  /** @returns whether the execution has succeeded */
  private async retry(pipelineExecutionId: string, retryMode: string): Promise<boolean> {
    const { stageStates = [] } = (await this.call('codepipeline', 'GetPipelineState', {
      name: this.name,
    })) as GetPipelineStateOutput;
    const failed = stageStates.find(({ latestExecution }) => latestExecution?.status === 'Failed');
    const input = { pipelineName: this.name, stageName: failed?.stageName, pipelineExecutionId, retryMode };
    await this.call('codepipeline', 'RetryStageExecution', input);
    const status = await this.ended(pipelineExecutionId);
    await this.endpoint.clock.pass(REST_SECONDS * SECOND);
    return status === 'Succeeded';
  }

  /** @param model id of the execution in the model @default - it is a rollback */
  private async requireSuccess(ids: PairedIds, model: string | undefined, id: string): Promise<void> {
    const status = await this.ended(id);
    if (model !== undefined) ids.pair(model, id);
    if (status !== 'Succeeded')
      return void this.violations.add(`execution ${model ?? id} must succeed, got: ${status}`);
    if (model === undefined) return;
    for (const violation of this.scenario.succeeded(await this.reader.read(true), model))
      this.violations.add(violation);
  }
}

/** What an execution's bake puts out, as variables of the pipeline. */
function variablesOf(
  { pipeline: { executions } }: SimulatedAccount,
  execution: string,
): Record<string, string> {
  const { variables = {} } = executions.find(({ id }) => id === execution) ?? {};
  return Object.fromEntries(
    Object.entries(variables).flatMap(([namespace, values]) =>
      Object.entries(values).map(([name, value]) => [`${namespace}_${name}`, value]),
    ),
  );
}
