/** The part of @paypal/checkout-server-sdk 1.0.3 that the wrapper leans on, as its source behaves (it ships no types). */
declare module "@paypal/checkout-server-sdk" {
  interface SdkRequest {
    verb: string
    path: string
    body?: unknown
    headers: Record<string, string>
    signal?: AbortSignal
    agent?: unknown
  }
  interface SdkResponse {
    statusCode: number
    headers: Record<string, string | string[] | undefined>
    result?: unknown
    unparsable?: boolean
  }
  interface RequestWithBody extends SdkRequest {
    requestBody(body: unknown): this
    prefer(value: string): this
    payPalRequestId(id: string): this
  }
  class PayPalEnvironment {
    clientId: string
    clientSecret: string
    baseUrl: string
    constructor(clientId: string, clientSecret: string, baseUrl: string, webUrl: string)
    authorizationString(): string
  }
  class PayPalHttpClient {
    _cache: { isValid(): boolean }
    constructor(environment: PayPalEnvironment)
    addInjector(injector: (request: SdkRequest) => void): void
    execute(request: SdkRequest): Promise<SdkResponse>
    fetchAccessToken(): Promise<unknown>
    getTimeout(): number
    formatHeaders(headers: Record<string, string>): Record<string, string>
    _parseResponse(body: string, response: SdkResponse, headers: Record<string, string>): SdkResponse
  }
  const sdk: {
    core: { PayPalEnvironment: typeof PayPalEnvironment; PayPalHttpClient: typeof PayPalHttpClient }
    orders: {
      OrdersCreateRequest: new () => RequestWithBody
      OrdersGetRequest: new (id: string) => SdkRequest
      OrdersCaptureRequest: new (id: string) => RequestWithBody
    }
    payments: {
      CapturesGetRequest: new (id: string) => SdkRequest
      CapturesRefundRequest: new (id: string) => RequestWithBody
      RefundsGetRequest: new (id: string) => SdkRequest
    }
  }
  export default sdk
  export type { SdkRequest, SdkResponse }
}
