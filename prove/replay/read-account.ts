import type { GetPipelineStateOutput } from '@aws-sdk/client-codepipeline';
import type {
  DescribeRulesOutput,
  DescribeTargetHealthOutput,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GetParametersResult } from '@aws-sdk/client-ssm';
import type { CallAccount } from '../compare/call-account';
import { type SimulatedAccount, snapshot } from '../simulated-account/simulated-account';
import type { TargetRecord } from '../stores/elasticloadbalancing/model';
import type { PlantedAccount } from './account';
import type { OwnReader } from './replayed-kind';

const ELB = 'elastic-load-balancing-v2';

/** Reads an account as a simulated account, so that what has to hold is checked by the same code. */
export interface AccountReader {
  /** @param isWhole whether with what no function may change at any moment @default false */
  read(isWhole?: boolean): Promise<SimulatedAccount>;
}

/**
 * @param account what was planted there: whatever has not changed since the first reading is as it is in that
 * @param own reads what the kind has of its own
 * @param parameters names of those that are read
 */
export function accountReader(
  account: PlantedAccount,
  own: OwnReader,
  parameters: readonly string[],
): AccountReader {
  const { ids, empty } = account;
  const recordsOf = (simulated: SimulatedAccount) => [
    simulated.loadBalancing.rules,
    simulated.loadBalancing.targetGroups,
    ...own.recordsOf(simulated),
  ];
  let first: SimulatedAccount | undefined;
  return {
    read: async (isWhole = false) => {
      const read = await readShared(account, parameters);
      await own.read(read, isWhole);
      const simulated = ids.toModel(read);
      first ??= snapshot(simulated);
      const [then, planted] = [recordsOf(first), recordsOf(empty)];
      for (const [at, records] of recordsOf(simulated).entries())
        keepUnchanged(records, then[at] ?? {}, planted[at] ?? {});
      return simulated;
    },
  };
}

function keepUnchanged(
  now: Record<string, unknown>,
  first: Readonly<Record<string, unknown>>,
  planted: Readonly<Record<string, unknown>>,
): void {
  for (const [key, value] of Object.entries(now)) {
    const known = planted[key];
    if (known !== undefined && JSON.stringify(value) === JSON.stringify(first[key]))
      now[key] = structuredClone(known);
  }
}

/** The load balancer, the parameters and the pipeline, in a copy of what was planted. */
async function readShared(
  { call, ids, empty }: PlantedAccount,
  parameters: readonly string[],
): Promise<SimulatedAccount> {
  const simulated = snapshot(empty);
  const RuleArns = ids.toOther(Object.keys(simulated.loadBalancing.rules));
  const { Rules = [] } = (
    RuleArns.length > 0 ? await call(ELB, 'DescribeRules', { RuleArns }) : {}
  ) as DescribeRulesOutput;
  for (const { RuleArn, Actions } of ids.toModel(Rules)) {
    const rule = simulated.loadBalancing.rules[RuleArn ?? ''];
    if (rule)
      rule.Actions = Actions?.map(({ Type, ForwardConfig }) => ({
        Type,
        ForwardConfig: { TargetGroups: ForwardConfig?.TargetGroups },
      }));
  }
  for (const [arn, { targets }] of Object.entries(simulated.loadBalancing.targetGroups)) {
    for (const id of Object.keys(targets)) delete targets[id];
    const found = (await call(
      ELB,
      'DescribeTargetHealth',
      ids.toOther({ TargetGroupArn: arn }),
    )) as DescribeTargetHealthOutput;
    for (const one of found.TargetHealthDescriptions ?? [])
      targets[one.Target?.Id ?? ''] = targetOf(one, simulated.now);
  }
  for (const name of Object.keys(simulated.ssm)) delete simulated.ssm[name];
  const { Parameters = [] } = (await call('ssm', 'GetParameters', {
    Names: parameters,
  })) as GetParametersResult;
  for (const { Name = '', Value = '', Version = 1 } of Parameters)
    simulated.ssm[Name] = { values: [Value], first: Version };
  return { ...simulated, pipeline: { ...simulated.pipeline, latest: await latestOf(call, simulated) } };
}

/** Such that it is found in the state that it has. */
function targetOf({ TargetHealth }: TargetHealthDescription, now: number): TargetRecord {
  const succeeds = TargetHealth?.State !== 'unhealthy';
  if (TargetHealth?.State === 'draining') return { checkedSince: 0, succeeds, goneAt: now };
  return { checkedSince: TargetHealth?.State === 'initial' ? now : 0, succeeds };
}

async function latestOf(
  call: CallAccount,
  { pipeline: { name } }: SimulatedAccount,
): Promise<SimulatedAccount['pipeline']['latest']> {
  const found = await call('codepipeline', 'GetPipelineState', { name }).catch(() => ({}));
  const { stageStates = [] } = found as GetPipelineStateOutput;
  return Object.fromEntries(
    stageStates.flatMap(({ stageName = '', latestExecution: latest }) =>
      latest
        ? [
            [
              stageName,
              { execution: latest.pipelineExecutionId ?? '', status: latest.status as 'InProgress' },
            ] as const,
          ]
        : [],
    ),
  );
}
