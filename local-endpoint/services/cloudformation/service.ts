import type { LocalService } from '../../kit/local-service';
import type { Operation } from '../../kit/operation';
import { createStackStore } from './engine/store';
import { createChangeSet } from './operations/create-change-set';
import { createStack } from './operations/create-stack';
import { deleteChangeSet } from './operations/delete-change-set';
import { deleteStack } from './operations/delete-stack';
import { describeChangeSet } from './operations/describe-change-set';
import { describeEvents } from './operations/describe-events';
import { describeStackEvents } from './operations/describe-stack-events';
import { describeStackResource } from './operations/describe-stack-resource';
import { describeStackResources } from './operations/describe-stack-resources';
import { describeStacks } from './operations/describe-stacks';
import { executeChangeSet } from './operations/execute-change-set';
import { getTemplate } from './operations/get-template';
import { getTemplateSummary } from './operations/get-template-summary';
import { listChangeSets } from './operations/list-change-sets';
import { listExports } from './operations/list-exports';
import { listHookResults } from './operations/list-hook-results';
import { listImports } from './operations/list-imports';
import { listStackResources } from './operations/list-stack-resources';
import { listStacks } from './operations/list-stacks';
import { updateStack } from './operations/update-stack';
import { updateTerminationProtection } from './operations/update-termination-protection';
import { validateTemplate } from './operations/validate-template';
import { permissions } from './permissions';
import { resources } from './resources';

/**
 * CloudFormation: brings stacks to what their templates say, by calling the endpoint's other services as the stack's
 * role. What it cannot do it refuses before it begins, naming resource, type and property.
 */
export const cloudFormation: LocalService = {
  name: 'cloudformation',
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createStackStore(context);
    const operations: Record<string, Operation> = {
      CreateChangeSet: createChangeSet(store),
      CreateStack: createStack(store),
      DeleteChangeSet: deleteChangeSet(store),
      DeleteStack: deleteStack(store),
      DescribeChangeSet: describeChangeSet(store),
      DescribeEvents: describeEvents(store),
      DescribeStackEvents: describeStackEvents(store),
      DescribeStackResource: describeStackResource(store),
      DescribeStackResources: describeStackResources(store),
      DescribeStacks: describeStacks(store),
      ExecuteChangeSet: executeChangeSet(store),
      GetTemplate: getTemplate(store),
      GetTemplateSummary: getTemplateSummary(store),
      ListChangeSets: listChangeSets(store),
      ListExports: listExports(store),
      ListHookResults: listHookResults(),
      ListImports: listImports(store),
      ListStackResources: listStackResources(store),
      ListStacks: listStacks(store),
      UpdateStack: updateStack(store),
      UpdateTerminationProtection: updateTerminationProtection(store),
      ValidateTemplate: validateTemplate(store),
    };
    return { operations };
  },
};
