import { parseArgs } from 'node:util';
import { measureDeployments } from './endpoint/deployment';
import { measureForwarding } from './endpoint/forwarding';
import { memoryMeasure } from './endpoint/process-tree';
import { BASELINE_OPTION, inTurn, sidesOf } from './measure/baseline';
import { comparisonTable } from './measure/comparison';

/**
 * What the local endpoint costs, as Markdown tables on stdout:
 * `npx tsx bench/endpoint.ts [--pipelines 10,40] [--calls 500] [--baseline FOLDER]`
 *
 * `--baseline` is an installed checkout of another commit, measured in turn in the same run.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...BASELINE_OPTION,
      pipelines: { type: 'string', default: '10,40' },
      calls: { type: 'string', default: '500' },
    },
  });
  const sides = sidesOf(values.baseline);
  const names = sides.map(({ name }) => name);
  const forwarded = await inTurn(sides, 1, (side) => measureForwarding(side, Number(values.calls), 4));
  console.log(
    `${comparisonTable('ssm get-parameter, each call forwarded', names, forwarded, [
      { label: 'calls a second', of: ({ through }) => through },
      { label: '… to its moto directly', of: ({ direct }) => direct },
      { label: 'part of the direct rate', of: ({ through, direct }) => through / direct, digits: 2 },
    ])}\n`,
  );
  for (const count of values.pipelines.split(',').map(Number)) {
    const measured = await inTurn(sides, 1, (side) => measureDeployments(side, count));
    console.log(
      `${comparisonTable(`${count} pipelines`, names, measured, [
        { label: 'cdk deploy, s', of: ({ first }) => first.seconds, digits: 1 },
        { label: '… CPU of cdk and endpoint, s', of: ({ first }) => first.cpu, digits: 1 },
        { label: '… CPU of the endpoint, s', of: ({ first }) => first.endpointCpu, digits: 1 },
        { label: '… calls to moto', of: ({ first }) => first.motoCalls },
        { label: 'again, unchanged, s', of: ({ again }) => again.seconds, digits: 1 },
        { label: '… CPU of cdk and endpoint, s', of: ({ again }) => again.cpu, digits: 1 },
        { label: '… CPU of the endpoint, s', of: ({ again }) => again.endpointCpu, digits: 1 },
        { label: '… calls to moto', of: ({ again }) => again.motoCalls },
        { label: 'processes at rest', of: ({ processes }) => processes },
        { label: `memory at rest (${memoryMeasure()}), MB`, of: ({ memoryBytes }) => memoryBytes / 2 ** 20 },
      ])}\n`,
    );
  }
}

main().catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
