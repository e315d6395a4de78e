import type { Service } from '../../endpoint/service';
import type { Room } from '../../git/room';
import { createConnection } from './operations/create-connection';
import { deleteConnection } from './operations/delete-connection';
import { getConnection } from './operations/get-connection';
import { listConnections } from './operations/list-connections';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { useConnection } from './operations/use-connection';

/**
 * AWS CodeConnections, https://docs.aws.amazon.com/codeconnections/latest/APIReference/, under its own name and the one it
 * had before. Hosts, repository links and sync configurations are refused by name.
 */
export function createConnections(room: Room): Service[] {
  return ['codeconnections', 'codestar-connections'].map((name) => ({
    name,
    otherwise: 'refuse',
    operations: {
      CreateConnection: createConnection(room, name),
      GetConnection: getConnection(room),
      ListConnections: listConnections(room),
      DeleteConnection: deleteConnection(room),
      TagResource: tagResource(room),
      UntagResource: untagResource(room),
      ListTagsForResource: listTagsForResource(room),
      UseConnection: useConnection(room),
    },
  }));
}
