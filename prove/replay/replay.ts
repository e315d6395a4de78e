import { callAccount } from '../compare/call-account';
import type { Kind, Scenario } from '../kinds/kind';
import { type SimulatedAccount, snapshot } from '../simulated-account/simulated-account';
import type { EmptyAccount, PlantedAccount, ReplayEndpoint } from './account';
import { makeBucket } from './artifacts';
import { endOf, firstExecution, retryStage, rollBackStage, startExecution } from './executions';
import { deliver, deployFunctions } from './functions';
import { type Gate, type LeavesOutRequest, startGate } from './gate';
import { REPLAYED_KINDS } from './kinds';
import { deployPipeline } from './pipeline';
import { type AccountReader, accountReader } from './read-account';
import type { ReplayableCase } from './replayable';
import type { OwnReader, ReplayedKind } from './replayed-kind';

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
  const first = scenarios.find((each) => each.name === 'first-release');
  const [whole] = scenarios;
  const own = REPLAYED_KINDS.get(name);
  if (!scenario || !first || !whole || !own)
    throw new Error(`${name} must have the scenario ${one.scenario}`);
  const [empty, before] = [await first.start(), await scenario.start()];
  const gate = await startGate(endpoint.url, {
    deliver: (action, event) => deliver(endpoint, before, action, event),
    leavesOut,
  });
  try {
    const call = callAccount({ ...endpoint.config, forcePathStyle: true });
    const account = await plantAll({ endpoint, call, empty, before }, own, gate);
    const parameters = Object.keys((await whole.start()).ssm);
    const ownReader = own.reader(account);
    const reader = accountReader(account, ownReader, parameters);
    await reader.read(true);
    const bucket = await makeBucket(endpoint);
    const { react } = ownReader;
    return await new Replay({ account, own, scenario, gate, reader, react, bucket }).play(one);
  } finally {
    await gate.close();
  }
}

async function plantAll(account: EmptyAccount, own: ReplayedKind, gate: Gate): Promise<PlantedAccount> {
  const { endpoint, empty } = account;
  const ids = await own.plant(account);
  await endpoint.clock.pass(SETTLED_SECONDS * SECOND); // before anything is invoked with events of it
  await deployFunctions(endpoint, empty, own.eventFunctions(empty), gate);
  return { ...account, ids };
}

interface ReplayProps {
  readonly account: PlantedAccount;
  readonly own: ReplayedKind;
  readonly scenario: Scenario;
  readonly gate: Gate;
  readonly reader: AccountReader;
  readonly react?: OwnReader['react'];
  readonly bucket: string;
}

class Replay {
  private readonly violations = new Set<string>();
  /** Has the executions that are started, none of which is played on. */
  private readonly model: SimulatedAccount;
  private isDeployed = false;

  constructor(private readonly props: ReplayProps) {
    this.model = snapshot(props.account.before);
  }

  async play(one: ReplayableCase): Promise<ReplayedVerdict> {
    const { account, gate, scenario, reader, react } = this.props;
    const { clock } = account.endpoint;
    for (const { id } of account.before.pipeline.executions) await this.serve(id);
    const proven = scenario.begin(this.model);
    gate.arm(one.fault);
    const end = clock.observe(async () => {
      const simulated = await reader.read();
      this.check(scenario.always(simulated));
      await react?.(simulated);
    });
    const id = await this.begin(this.model, proven);
    await this.followUp(one, proven, id);
    await clock.pass(REST_SECONDS * SECOND);
    await end();
    const simulated = await reader.read(true);
    const { operation = gate.met } = one.fault;
    if (gate.met !== operation)
      this.violations.add(`the call that fails must be ${operation}, as in the model, got: ${gate.met}`);
    this.check(scenario.always(simulated));
    this.check(scenario.atRest(simulated).map((violation) => `at rest, ${violation}`));
    return { violations: [...this.violations], hasHappened: gate.hasHappened };
  }

  private check(broken: readonly string[]): void {
    for (const violation of broken) this.violations.add(violation);
  }

  /** Has an execution be played that the scenario begins with. */
  private async serve(execution: string): Promise<void> {
    const { account, own, gate, reader } = this.props;
    gate.arm();
    const id = await this.begin(this.model, execution);
    const status = await endOf(account, id);
    if (status !== 'Succeeded') throw new Error(`execution ${execution} must succeed first, got: ${status}`);
    await own.served?.(account, id);
    await account.endpoint.clock.pass(SETTLED_SECONDS * SECOND);
    await reader.read();
  }

  /** @returns the id there of an execution of the model, which is a release or a rollback */
  private async begin(model: SimulatedAccount, execution: string): Promise<string> {
    const { target } = model.pipeline.executions.find(({ id }) => id === execution) ?? {};
    const { account } = this.props;
    const run = model.pipeline.actions.findLast((each) => each.execution === execution);
    const id =
      target === undefined
        ? await this.release(model, execution)
        : await rollBackStage(account, run?.stage, account.ids.toOther(target));
    account.ids.pair(execution, id);
    return id;
  }

  /** The pipeline begins with its first execution. */
  private async release(model: SimulatedAccount, execution: string): Promise<string> {
    const { account, own, bucket } = this.props;
    await own.bring(account, model, execution, bucket);
    const variables = variablesOf(model, execution);
    if (this.isDeployed) return startExecution(account, variables);
    this.isDeployed = true;
    const sources = own.sources(model, bucket);
    await deployPipeline(account.endpoint, model, { sources, bucket, variables });
    return firstExecution(account);
  }

  private async followUp({ followUp }: ReplayableCase, proven: string, id: string): Promise<void> {
    const { account, gate, scenario } = this.props;
    const { clock } = account.endpoint;
    const status = await endOf(account, id);
    if (followUp !== 'retry-at-once') await clock.pass(REST_SECONDS * SECOND);
    if (followUp === 'redelivered') {
      await gate.redeliver();
      await clock.pass(REST_SECONDS * SECOND);
    }
    if (followUp === 'new') {
      const another = scenario.releaseAgain(this.model);
      return this.requireSuccess(another, await this.begin(this.model, another));
    }
    if (followUp === 'rollback') {
      const model = snapshot(account.before); // at rest, so that the stage is free
      const rollback = scenario.rollBack?.(model) ?? '';
      return this.requireSuccess(rollback, await this.begin(model, rollback));
    }
    if (status === 'Failed' && followUp !== '')
      for (const mode of ['FAILED_ACTIONS', 'ALL_ACTIONS'] as const) if (await this.retry(id, mode)) break;
    return this.requireSuccess(proven, id);
  }

  /** @returns whether the execution has succeeded */
  private async retry(id: string, mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS'): Promise<boolean> {
    const { account } = this.props;
    await retryStage(account, id, mode);
    const status = await endOf(account, id);
    await account.endpoint.clock.pass(REST_SECONDS * SECOND);
    return status === 'Succeeded';
  }

  /** @param model id of the execution in the model */
  private async requireSuccess(model: string, id: string): Promise<void> {
    const { account, scenario, reader } = this.props;
    const status = await endOf(account, id);
    if (status === 'Succeeded') return this.check(scenario.succeeded(await reader.read(true), model));
    this.violations.add(`execution ${model} must succeed, got: ${status}`);
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
