import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { validStructure } from '../../services/codepipeline/validation/declaration';
import { REGION } from '../../testing';
import { declaration, only } from './support/trigger-pipeline';

const COMBINATIONS =
  'The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.';
const ONE_EACH = 'Triggers for connection must reference a CodeStarSourceConnection action.';

describe('a structure is refused', () => {
  const nine = Array.from({ length: 9 }, (_, index) => `b${index}`);
  const main = { branches: only('main') };
  test.each<{ name: string; declared: PipelineDeclaration; message: string }>([
    {
      name: 'with a trigger of another action',
      declared: declaration({ push: [main] }, { sourceActionName: 'Ask' }),
      message: ONE_EACH,
    },
    {
      name: 'with two triggers of one action',
      declared: declaration(undefined, {
        more: {
          triggers: [
            ...(declaration({ push: [main] }).triggers ?? []),
            ...(declaration({ push: [main] }).triggers ?? []),
          ],
        },
      }),
      message: ONE_EACH,
    },
    {
      name: 'with tags and branches in one filter',
      declared: declaration({ push: [{ tags: only('v*'), ...main }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with files of tags',
      declared: declaration({ push: [{ tags: only('v*'), filePaths: only('a') }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with files of any branch',
      declared: declaration({ push: [{ filePaths: only('a') }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with pull requests to any branch',
      declared: declaration({ pullRequest: [{ events: ['OPEN'] }] }),
      message: COMBINATIONS,
    },
    {
      name: 'with four filters',
      declared: declaration({ push: [main, main, main, main] }),
      message: 'length less than or equal to 3',
    },
    {
      name: 'with nine patterns',
      declared: declaration({ push: [{ branches: { includes: nine } }] }),
      message: "at 'pipeline.triggers.1.member.gitConfiguration.push.1.member.branches.includes'",
    },
    {
      name: 'with an empty list',
      declared: declaration({ push: [{ branches: { includes: [] } }] }),
      message: 'length greater than or equal to 1',
    },
    {
      name: 'with an unknown event',
      declared: declaration({ pullRequest: [{ ...main, events: ['MERGED' as 'OPEN'] }] }),
      message: '[OPEN, UPDATED, CLOSED]',
    },
    {
      name: 'as V1',
      declared: declaration({ push: [main] }, { more: { pipelineType: 'V1' } }),
      message: 'require pipeline type V2',
    },
  ])('$name', ({ declared, message }) => expect(() => validStructure(declared, 1, REGION)).toThrow(message));
});
