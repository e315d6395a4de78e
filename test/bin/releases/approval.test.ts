import { ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { runApproval, type ApprovalOptions, type ApprovalTools } from '../../../bin/commands/approval';
import { approval, ask } from '../../../local-endpoint/test/codepipeline/support/shop';
import {
  askFirst,
  type CommandOutput,
  outputOf,
  type ReleasingEndpoint,
  startReleasing,
} from './support/released-pipeline';

let releasing: ReleasingEndpoint;

beforeAll(async () => {
  releasing = await startReleasing();
});
afterAll(() => releasing.endpoint.close());

const answer = (
  status: 'Approved' | 'Rejected',
  pipeline: string,
  options: Partial<ApprovalOptions> = {},
  tools: Partial<ApprovalTools> = {},
): Promise<CommandOutput> =>
  outputOf((query, out) =>
    runApproval(status, { ...query, ...options, pipeline }, out, { ...releasing.tools, ...tools }),
  );

/** A pipeline whose first execution waits for approval. */
async function waiting(): Promise<{ readonly name: string; readonly id: string }> {
  const { newPipeline, shop } = releasing;
  const { name } = await newPipeline([askFirst('image sha256:abc of commit 1234567')]);
  await shop.token(name, 'Approval');
  return { name, id: await newest(name) };
}

const newest = async (name: string): Promise<string> => {
  const { clientsFor } = releasing.tools;
  const listed = await clientsFor({}).codePipeline.send(
    new ListPipelineExecutionsCommand({ pipelineName: name }),
  );
  return listed.pipelineExecutionSummaries?.[0]?.pipelineExecutionId ?? '';
};

test('shows what waits, and approves it in the name of who calls', async () => {
  const { name, id } = await waiting();
  const { code, text } = await answer('Approved', name, { yes: true, reason: 'Tried on staging' });
  expect(code).toBe(0);
  expect(text).toMatch(/asks +image sha256:abc of commit 1234567/);
  expect(text).toMatch(new RegExp(`execution +${id}`));
  expect(await releasing.shop.end(name, id)).toBe('Succeeded');
  const run = await releasing.shop.action(name, id, 'Ask');
  expect(run?.output?.executionResult?.externalExecutionSummary).toMatch(
    /^Tried on staging\. Approved by arn:aws:/,
  );
});

test('rejects with the reason', async () => {
  const { name, id } = await waiting();
  expect((await answer('Rejected', name, { yes: true, reason: 'Prices are wrong' })).code).toBe(0);
  expect(await releasing.shop.end(name, id)).toBe('Failed');
  expect((await releasing.shop.error(name, id, 'Ask')).message).toContain('Prices are wrong');
});

test('asks the person at the terminal, and does nothing without a yes', async () => {
  const { name, id } = await waiting();
  const questions: string[] = [];
  const typed = (text: string) => async (question: string) => (questions.push(question), text);
  expect(await answer('Approved', name, {}, { ask: typed('') })).toMatchObject({
    code: 1,
    text: expect.stringContaining('Nothing is answered.') as string,
  });
  expect(questions).toEqual([`Approve execution ${id.slice(0, 8)}? [y/N] `]);
  expect((await answer('Approved', name, {}, { ask: typed('y') })).code).toBe(0);
  expect(await releasing.shop.end(name, id)).toBe('Succeeded');
});

test('answers nothing without a terminal and --yes', async () => {
  const { name } = await waiting();
  await expect(answer('Approved', name)).rejects.toThrow('without a terminal to confirm it: --yes');
});

test('refuses where another execution came to wait between the showing and the answer', async () => {
  const { name, id } = await waiting();
  const shop = releasing.shop;
  const replaced = async () => {
    await shop.answer(name, 'Approval', 'Rejected');
    await shop.end(name, id);
    await shop.start(name);
    await shop.token(name, 'Approval');
    return 'y';
  };
  await expect(answer('Approved', name, {}, { ask: replaced })).rejects.toThrow(
    new RegExp(
      `what was shown, execution ${id}, does not wait in Ask any more: execution [0-9a-f-]+ waits there now`,
    ),
  );
});

test('refuses where somebody else has answered in the meantime', async () => {
  const { name, id } = await waiting();
  const answered = async () => {
    await releasing.shop.answer(name, 'Approval');
    await releasing.shop.end(name, id);
    return 'y';
  };
  await expect(answer('Approved', name, {}, { ask: answered })).rejects.toThrow(
    'nothing waits there any more',
  );
});

test('--execution answers that execution and no other', async () => {
  const { name, id } = await waiting();
  await expect(answer('Approved', name, { yes: true, execution: 'ffffffff' })).rejects.toThrow(
    `--execution must be what waits, got: ffffffff. For ${name} waits Ask (execution ${id})`,
  );
  expect((await answer('Approved', name, { yes: true, execution: id.slice(0, 8) })).code).toBe(0);
});

test('names all approvals where several wait, of which --action chooses one', async () => {
  const { newPipeline, shop } = releasing;
  const { name } = await newPipeline([
    approval('Approval', {}, { actions: [ask('Security'), ask('Product')] }),
  ]);
  await shop.token(name, 'Approval');
  await expect(answer('Approved', name, { yes: true })).rejects.toThrow(
    /^several approvals wait: Security \(execution .*\), Product \(execution .*\)\. --action or --execution/,
  );
  expect((await answer('Approved', name, { yes: true, action: 'Product' })).code).toBe(0);
});

test('where nothing waits, shows what is under way', async () => {
  const { name } = await releasing.newPipeline();
  await releasing.shop.end(name, await newest(name));
  expect(await answer('Approved', name, { yes: true })).toEqual({
    code: 1,
    text: `nothing waits for approval of ${name}: nothing is under way\n`,
  });
});

test('names a pipeline that is not there in one line', async () => {
  await expect(answer('Approved', 'shop-nothing-prd', { yes: true })).rejects.toThrow(
    'there is no pipeline shop-nothing-prd in ap-northeast-1 of this account: is it deployed?',
  );
});

test('--json names what was answered', async () => {
  const { name, id } = await waiting();
  const { text } = await answer('Rejected', name, { yes: true, json: true, reason: 'No' });
  expect(JSON.parse(text)).toMatchObject({
    pipeline: name,
    executionId: id,
    status: 'Rejected',
    question: 'image sha256:abc of commit 1234567',
  });
});
