import { parseArgs } from 'node:util';
import { measureDeployments } from './endpoint/deployment';
import { measureForwarding } from './endpoint/forwarding';
import { BASELINE_OPTION, inTurn, sidesOf } from './measure/baseline';
import { comparisonTable } from './measure/comparison';

/**
 * What the local endpoint costs, as Markdown tables on stdout:
 * `npx tsx bench/endpoint.ts [--pipelines 10,40] [--calls 500] [--baseline FOLDER]`
 *
 * The rates are those of a machine where client, endpoint and moto have to share the cores; what each spends is not.
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
      { label: 'calls a second', of: ({ through }) => through.rate },
      { label: '… to its moto directly', of: ({ direct }) => direct.rate },
      {
        label: 'part of the direct rate',
        of: ({ through, direct }) => through.rate / direct.rate,
        digits: 2,
      },
      { label: 'CPU of the endpoint, µs a call', of: ({ through }) => through.endpointMicroseconds },
      { label: '… of its moto', of: ({ through }) => through.motoMicroseconds },
      { label: '… of its moto, asked directly', of: ({ direct }) => direct.motoMicroseconds },
    ])}\n`,
  );
  for (const count of values.pipelines.split(',').filter(Boolean).map(Number)) {
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
        { label: 'processes at rest', of: ({ atRest }) => atRest.processes },
        { label: 'resident memory at rest, MB', of: ({ atRest }) => atRest.residentBytes / 2 ** 20 },
        { label: '… shared pages counted once, MB', of: ({ atRest }) => atRest.proportionalBytes / 2 ** 20 },
      ])}\n`,
    );
  }
}

main().catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
