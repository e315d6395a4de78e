import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import { PUBLISH_VERSIONS } from '../../../handlers/contract/publish-versions';
import { SHIFT_VERSIONS } from '../../../handlers/contract/shift-versions';
import type { RehearsalClients } from '../../../rehearsal/clients';
import { describeLambdaPipeline } from '../../../rehearsal/lambda-from-commits/pipeline';
import { LeftOut } from '../../../rehearsal/scenario';

const invoke = (name: string, action: string): ActionDeclaration => ({
  name,
  actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
  configuration: {
    FunctionName: `shop-foundation-prd-${action}`,
    UserParameters: '{"prefix":"shop","pipeline":"quotes","environment":"prd"}',
  },
});

test('a pipeline with hooks is left out before anything is asked of AWS, with the reason', async () => {
  const declaration = {
    ...{ name: 'shop-quotes-prd', roleArn: undefined },
    stages: [
      { name: 'Publish', actions: [invoke('PublishVersions', PUBLISH_VERSIONS.name)] },
      { name: 'Deploy', actions: [invoke('ShiftVersions', SHIFT_VERSIONS.name)] },
    ],
  };
  const found = await describeLambdaPipeline({} as RehearsalClients, declaration, {
    applicationsFolder: '.',
  });
  expect(found).toBeInstanceOf(LeftOut);
  expect((found as LeftOut).reason).toBe(
    'shop-quotes-prd has hooks, and no step deploys the functions that CodeDeploy would invoke',
  );
});
