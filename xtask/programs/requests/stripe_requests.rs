// Ten requests to Stripe, as a user who knows the API would write them.
// stripe.yaml as stripe-client: async, rustls, charges, checkout, coupons, customers, invoices, payment-intents, prices, products, refunds, subscriptions

use std::collections::HashMap;

use stripe_client::types::*;
use stripe_client::{Client, Error};

type Sent = Result<(), Error>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer(std::env::var("STRIPE_KEY")?).build()?;
    create_a_customer(&client).await?;
    create_a_product(&client, &["https://example.com/a.png".to_owned()]).await?;
    create_a_tiered_price(&client, "prod_1").await?;
    create_a_payment_intent(&client, 1999).await?;
    subscribe(&client, &"cus_1".to_owned(), &["price_1", "price_2"]).await?;
    check_out(&client).await?;
    refund(&client, "pi_1").await?;
    create_an_invoice(&client, "cus_1").await?;
    create_a_coupon(&client).await?;
    list_charges(&client).await?;
    Ok(())
}

async fn create_a_customer(client: &Client) -> Sent {
    let address = CreateCustomerBodyAddressOptionalFieldsAddress::new().line1("1 Main St").city("Paris");
    let customer = CreateCustomerBody::new().email("a@example.com").address(address);
    let customer = customer.preferred_locales(["fr", "en"]).metadata([("id", "42")]).balance(0);
    client.customers().create().body(customer).await?;
    Ok(())
}

async fn create_a_product(client: &Client, images: &[String]) -> Sent {
    let price = CreateProductBodyDefaultPriceData::new("eur").unit_amount(1500u32);
    let product = CreateProductBody::new("T-shirt").images(images).default_price_data(price);
    client.products().create(product.metadata(HashMap::from([("color", "red")])).expand(["default_price"])).await?;
    Ok(())
}

async fn create_a_tiered_price(client: &Client, product: &str) -> Sent {
    let first = CreatePriceBodyTier::new(1000).unit_amount(10);
    let rest = CreatePriceBodyTier::new("inf").unit_amount_decimal("0.5");
    let monthly = CreatePriceBodyRecurring::new(CreatePriceBodyRecurringInterval::Month).interval_count(1);
    let price = CreatePriceBody::new("usd").product(product).tiers([first, rest]).recurring(monthly);
    client.prices().create(price.tiers_mode(CreatePriceBodyTiersMode::Graduated)).await?;
    Ok(())
}

async fn create_a_payment_intent(client: &Client, cents: u32) -> Sent {
    let methods = CreatePaymentIntentBodyAutomaticPaymentMethods::new(true);
    let intent = CreatePaymentIntentBody::new(cents, "usd").automatic_payment_methods(methods);
    let address = CreateChargeBodyShippingAddress::new().country("FR");
    let shipping = CreatePaymentIntentBodyShipping::new(address, "Jane");
    let intent = intent.payment_method_types(["card", "link"]).shipping(shipping).off_session(true);
    client.payment_intents().create(intent.metadata([("order", format!("{cents}"))])).await?;
    Ok(())
}

async fn subscribe(client: &Client, customer: &String, prices: &[&str]) -> Sent {
    let items = prices.iter().map(|price| CreateSubscriptionBodyItem::new().price(*price).quantity(1));
    let subscription = CreateSubscriptionBody::new(customer).items(items).trial_end("now");
    client.subscriptions().create(subscription.default_tax_rates(["txr_1"]).application_fee_percent(10)).await?;
    Ok(())
}

async fn check_out(client: &Client) -> Sent {
    let product = CreateCheckoutSessionBodyLineItemPriceDataProductData::new("Chair").images(["https://example.com/c.png"]);
    let price = CreateCheckoutSessionBodyLineItemPriceData::new("eur").product_data(product).unit_amount(12_000);
    let line = CreateCheckoutSessionBodyLineItem::new().price_data(price).quantity(2);
    let session = CreateCheckoutSessionBody::new("https://example.com/done").line_items(vec![line]);
    let session = session.mode(CreateCheckoutSessionBodyMode::Payment).discounts([]);
    client.checkout().create_session(session).await?;
    Ok(())
}

async fn refund(client: &Client, intent: &str) -> Sent {
    let refund = CreateRefundBody::new().payment_intent(intent).amount(500i16);
    client.refunds().create().body(refund.reason(CreateRefundBodyReason::Duplicate).metadata([("by", "me")])).await?;
    Ok(())
}

async fn create_an_invoice(client: &Client, customer: &str) -> Sent {
    let field = CreateInvoiceBodyCustomFieldsCustomFieldParamsListItem::new("PO", "123");
    let discount = CreateInvoiceBodyDiscountsDiscountsDataParamListItem::new().coupon("SUMMER");
    let invoice = CreateInvoiceBody::new().customer(customer).custom_fields([field]).discounts([discount]);
    client.invoices().create().body(invoice.days_until_due(30u8).default_tax_rates(vec!["txr_1".to_owned()])).await?;
    Ok(())
}

async fn create_a_coupon(client: &Client) -> Sent {
    let ids = ["prod_1", "prod_2"].iter().map(|id| id.to_string());
    let applies_to = CreateCouponBodyAppliesTo::new().products(ids);
    let coupon = CreateCouponBody::new().percent_off(25).duration(CreateCouponBodyDuration::Forever);
    client.coupons().create().body(coupon.applies_to(applies_to).metadata(HashMap::from([("k", "v")]))).await?;
    Ok(())
}

async fn list_charges(client: &Client) -> Sent {
    let since = ListChargesCreatedRangeQuerySpecs::new().gte(1_700_000_000);
    client.charges().list().created(since).limit(10u8).expand(["data.customer"]).await?;
    client.charges().list().created(1_700_000_000).expand(vec![]).await?;
    Ok(())
}
