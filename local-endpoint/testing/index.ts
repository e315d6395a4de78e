export { environmentOf, identityOf } from './clients';
export { type ManualClock, manualClock } from './manual-clock';
export { pythonTool } from './python-tools';
export { ACCOUNT, bucketName, motoUrl, OTHER_ACCOUNT, REGION } from './test-file';
export { testService } from './test-service';
export {
  type SeenCall,
  startTestEndpoint,
  type TestEndpoint,
  type TestEndpointOptions,
} from './test-endpoint';
export { advanceUntil, MAX_WAIT_MILLISECONDS, until } from './until';
