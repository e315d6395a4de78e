import { testAliases } from './functions/aliases';
import { testExisting } from './functions/existing';
import { testFromCommits } from './functions/from-commits';
import { testFromUploads } from './functions/from-uploads';
import { deployFunctions, type FunctionsApp } from './support/functions-app';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

let app: FunctionsApp;

beforeAll(async () => {
  app = await deployFunctions();
});
afterAll(() => app?.local.close());

const deployed = () => app;

describe('a function of commits', () => testFromCommits(deployed));
describe('a function of uploaded code', () => testFromUploads(deployed));
describe('a function that is there already', () => testExisting(deployed));
describe('aliases', () => testAliases(deployed));
