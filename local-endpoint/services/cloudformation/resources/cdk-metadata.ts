import type { ResourceProvider } from '../../../kit/resources/provider';

/** What the CDK adds to a stack to be counted; it stands for nothing. */
export const metadata: ResourceProvider = {
  properties: 'any',
  create: async ({}, context) => ({ physicalId: context.generatedName(128) }),
  update: async ({ physicalId }) => ({ physicalId }),
  delete: async () => undefined,
};
