import { KINDS } from '../../prove/kinds';
import { caseRunOf } from '../../prove/run/case-run';
import { play } from '../../prove/run/play';
import type { SimulatedAccount } from '../../prove/simulated-account/simulated-account';

/** What serves: the instances of each group, and the rules. */
const partsOf = ({ autoScaling, loadBalancing }: SimulatedAccount): string[] => [
  ...Object.values(autoScaling.groups).map(({ instances }) => JSON.stringify(instances)),
  ...Object.values(loadBalancing.rules).map((rule) => JSON.stringify(rule)),
];

test('what must hold at every moment is looked at after each change of instances or a rule', async () => {
  const [scenario] = KINDS.flatMap(({ scenarios }) => scenarios);
  if (!scenario) throw new Error('A kind has a scenario');
  const caseRun = caseRunOf(scenario, await scenario.start());
  const changes: number[] = [];
  let before = partsOf(caseRun.simulated);
  caseRun.always = (simulated) => {
    const now = partsOf(simulated);
    changes.push(now.filter((part) => !before.includes(part)).length);
    before = now;
    return [];
  };
  scenario.begin(caseRun.simulated);
  await play(caseRun);
  expect(changes.filter((count) => count > 0).length).toBeGreaterThan(5);
  expect(Math.max(...changes)).toBe(1);
});

test('executions of one pipeline go one behind the other, and each succeeds', async () => {
  const scenario = KINDS.flatMap(({ scenarios }) => scenarios).find(({ name }) => name === 'queued-releases');
  if (!scenario) throw new Error('There is a scenario of executions one behind the other');
  const caseRun = caseRunOf(scenario, await scenario.start());
  scenario.begin(caseRun.simulated);
  let most = 0;
  caseRun.always = ({ pipeline: { actions } }) => {
    const deploying = actions.filter(({ stage, status }) => stage === 'Deploy' && status === 'InProgress');
    most = Math.max(most, deploying.length);
    return [];
  };
  await play(caseRun);
  expect(most).toBe(1);
  expect(caseRun.simulated.pipeline.executions.map(({ status }) => status)).toEqual(
    Array.from({ length: 3 }, () => 'Succeeded'),
  );
});
