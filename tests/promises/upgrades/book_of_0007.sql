INSERT INTO book.posting_groups VALUES
	('0663b4d6-c523-4be1-eaf8-949a402a7cd9', 1, '70517e34-414f-f036-1700-5e11cdd7c416', 'resell', 'endco', 'wholesale', 'usage', 'gpu_hour', 'H100', 'on_demand', 'plan', 'whole', 'USD', true, '2024-01-01 00:00:00+00', '2024-02-01 00:00:00+00'),
	('12820b04-fe7c-b4fe-991a-3420fdacc1dc', 1, '4699ca14-1514-5138-c559-49caac7bd86b', 'acme', 'acme', 'retail', 'usage', 'unit', NULL, 'on_demand', 'catalogue', NULL, 'USD', true, '2024-01-31 23:00:00+00', '2024-02-29 23:00:00+00'),
	('2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', 1, '4699ca14-1514-5138-c559-49caac7bd86b', 'acme', 'acme', 'retail', 'usage', 'unit', NULL, 'on_demand', 'catalogue', NULL, 'USD', true, '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00'),
	('ab632d47-df79-ab48-d21a-ad9a67b49df2', 1, '4cb341e0-d7b6-0a71-e5ae-84c08a496465', 'endco', 'endco', 'retail', 'usage', 'gpu_hour', 'H100', 'on_demand', 'plan', 'retail', 'USD', false, '2024-01-01 00:00:00+00', '2024-02-01 00:00:00+00'),
	('f9bc3e22-b937-71c4-992c-f33253ccef5f', 1, 'c29ae4c3-a297-aa8c-94e5-72d727764124', 'acme', 'acme', 'retail', 'usage', 'gpu_hour', 'H100', 'on_demand', 'catalogue', NULL, 'USD', true, '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00'),
	('71537617-de54-59eb-7d48-176b61493e97', 2, '4cb341e0-d7b6-0a71-e5ae-84c08a496465', 'endco', 'endco', 'retail', 'usage', 'gpu_hour', 'H100', 'on_demand', 'plan', 'retail', 'USD', false, '2024-02-01 00:00:00+00', '2024-03-01 00:00:00+00'),
	('9077b63d-9552-0118-4b45-a3e70c489de1', 2, '70517e34-414f-f036-1700-5e11cdd7c416', 'resell', 'endco', 'wholesale', 'usage', 'gpu_hour', 'H100', 'on_demand', 'plan', 'whole', 'USD', true, '2024-02-01 00:00:00+00', '2024-03-01 00:00:00+00');
INSERT INTO book.journal_entries VALUES
	('09565459-6981-392c-5a56-5e14804ea0a8', 1, 'usage_debit', 'f9bc3e22-b937-71c4-992c-f33253ccef5f', 1, 'posting_group', 'f9bc3e22-b937-71c4-992c-f33253ccef5f', NULL, 'acme', '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00', '2023-12-31 23:00:00+00', '2024-02-02 00:00:00+00', 'tallyhouse', NULL, NULL),
	('8cbede23-5006-0b7e-44f0-0b1c27611f15', 1, 'usage_debit', '12820b04-fe7c-b4fe-991a-3420fdacc1dc', 1, 'posting_group', '12820b04-fe7c-b4fe-991a-3420fdacc1dc', NULL, 'acme', '2024-01-31 23:00:00+00', '2024-02-29 23:00:00+00', '2024-01-31 23:00:00+00', '2024-02-02 00:00:00+00', 'tallyhouse', NULL, NULL),
	('ac027d02-5df7-18fe-6238-124578664f3f', 1, 'usage_debit', '2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', 1, 'posting_group', '2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', NULL, 'acme', '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00', '2023-12-31 23:00:00+00', '2024-02-02 00:00:00+00', 'tallyhouse', NULL, NULL),
	('b8db8d50-5de8-00ea-8514-3c31ffe4057c', 1, 'usage_debit', '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 1, 'posting_group', '0663b4d6-c523-4be1-eaf8-949a402a7cd9', NULL, 'endco', '2024-01-01 00:00:00+00', '2024-02-01 00:00:00+00', '2024-01-01 00:00:00+00', '2024-02-02 00:00:00+00', 'tallyhouse', NULL, NULL),
	('fe2c022f-825c-f5ec-7326-d2b2888a71f9', 1, 'stripe_credit', NULL, NULL, 'payment', 'pi_1', NULL, NULL, '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00', '2023-12-31 23:00:00+00', '2024-02-02 00:00:00+00', 'tallyhouse', NULL, NULL),
	('3433467e-e521-c5f2-a772-d24a41069034', 2, 'usage_debit', '2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', 2, 'posting_group', '2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', NULL, 'acme', '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00', '2023-12-31 23:00:00+00', '2024-02-20 00:00:00+00', 'tallyhouse', NULL, NULL),
	('6381b913-65f0-d0b7-a034-d57a424487b3', 2, 'usage_debit', '9077b63d-9552-0118-4b45-a3e70c489de1', 1, 'posting_group', '9077b63d-9552-0118-4b45-a3e70c489de1', NULL, 'endco', '2024-02-01 00:00:00+00', '2024-03-01 00:00:00+00', '2024-02-01 00:00:00+00', '2024-02-20 00:00:00+00', 'tallyhouse', NULL, NULL),
	('cc97b969-9b77-ac8e-92ac-e693780abcae', 2, 'usage_debit', '12820b04-fe7c-b4fe-991a-3420fdacc1dc', 2, 'posting_group', '12820b04-fe7c-b4fe-991a-3420fdacc1dc', NULL, 'acme', '2024-01-31 23:00:00+00', '2024-02-29 23:00:00+00', '2024-01-31 23:00:00+00', '2024-02-20 00:00:00+00', 'tallyhouse', NULL, NULL);
INSERT INTO book.journal_legs VALUES
	('09565459-6981-392c-5a56-5e14804ea0a8', 1, 1, 'customer', 'acme', 'USD', -2408),
	('09565459-6981-392c-5a56-5e14804ea0a8', 2, 1, 'usage_revenue', NULL, 'USD', 2408),
	('8cbede23-5006-0b7e-44f0-0b1c27611f15', 1, 1, 'customer', 'acme', 'USD', -75),
	('8cbede23-5006-0b7e-44f0-0b1c27611f15', 2, 1, 'usage_revenue', NULL, 'USD', 75),
	('ac027d02-5df7-18fe-6238-124578664f3f', 1, 1, 'customer', 'acme', 'USD', -2500),
	('ac027d02-5df7-18fe-6238-124578664f3f', 2, 1, 'usage_revenue', NULL, 'USD', 2500),
	('b8db8d50-5de8-00ea-8514-3c31ffe4057c', 1, 1, 'customer', 'resell', 'USD', -38400),
	('b8db8d50-5de8-00ea-8514-3c31ffe4057c', 2, 1, 'usage_revenue', NULL, 'USD', 38400),
	('fe2c022f-825c-f5ec-7326-d2b2888a71f9', 1, 1, 'customer', 'acme', 'USD', 2500),
	('fe2c022f-825c-f5ec-7326-d2b2888a71f9', 2, 1, 'provider_clearing', NULL, 'USD', -2500),
	('3433467e-e521-c5f2-a772-d24a41069034', 1, 2, 'customer', 'acme', 'USD', -120),
	('3433467e-e521-c5f2-a772-d24a41069034', 2, 2, 'usage_revenue', NULL, 'USD', 120),
	('6381b913-65f0-d0b7-a034-d57a424487b3', 1, 2, 'customer', 'resell', 'USD', -1300),
	('6381b913-65f0-d0b7-a034-d57a424487b3', 2, 2, 'usage_revenue', NULL, 'USD', 1300),
	('cc97b969-9b77-ac8e-92ac-e693780abcae', 1, 2, 'customer', 'acme', 'USD', -400),
	('cc97b969-9b77-ac8e-92ac-e693780abcae', 2, 2, 'usage_revenue', NULL, 'USD', 400);
INSERT INTO book.periods VALUES
	('29815d8d-4351-9189-bc6b-abd06426a32c', 1, 'resell', 'UTC', 'USD', 'postpaid', '2024-01-01 00:00:00+00', '2024-02-01 00:00:00+00'),
	('5e56fd3c-4a2d-c3c8-f7ec-48590a7d5d32', 1, 'acme', 'Europe/Berlin', 'USD', 'postpaid', '2024-01-31 23:00:00+00', '2024-02-29 23:00:00+00'),
	('6414e91a-72d9-5ae4-71d4-768d7b8e5e7f', 1, 'resell', 'UTC', 'USD', 'postpaid', '2024-02-01 00:00:00+00', '2024-03-01 00:00:00+00'),
	('a910820d-f460-36b9-01c1-69cc5d90114e', 1, 'endco', 'UTC', 'USD', 'postpaid', '2024-02-01 00:00:00+00', '2024-03-01 00:00:00+00'),
	('cdf460ad-86d4-a19e-25de-e6de499860d0', 1, 'acme', 'Europe/Berlin', 'USD', 'postpaid', '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00'),
	('e78216ca-7236-5f53-4e3b-a99cfec66b81', 1, 'endco', 'UTC', 'USD', 'postpaid', '2024-01-01 00:00:00+00', '2024-02-01 00:00:00+00');
INSERT INTO book.rated_lines VALUES
	('03d5f8df-5ba3-b80e-ca0c-c1eecaa7f059', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 17:00:00+00', '2024-01-20 18:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('091e8501-62a4-dbe4-ca60-ec429c59715a', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 23:00:00+00', '2024-01-21 00:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('0ea41f58-c67b-59ba-a0d5-482ef5d8adae', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 22:00:00+00', '2024-01-20 23:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('0f357195-7de1-5ff5-9aba-6c10f8ed9bf6', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 00:00:00+00', '2024-01-20 01:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 1, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('142ad6ff-0509-e500-3c36-2afeb324c7f2', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 18:00:00+00', '2024-01-20 19:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('18c686ca-924c-cb3d-217e-e40c904c213b', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 04:00:00+00', '2024-01-20 05:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('19586794-65e9-1acd-5fdb-8db140c04047', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 02:00:00+00', '2024-01-20 03:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('2b91d01b-b8b6-cb45-6319-9c3c4a486e09', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 10:00:00+00', '2024-01-20 11:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('2f2b0003-2d81-f667-e608-e0dcca877869', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 16:00:00+00', '2024-01-20 17:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('3337bc98-8805-055c-6762-2bb65d912078', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 04:00:00+00', '2024-01-20 05:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('34a9c661-d172-1c0e-c797-c807efe29eba', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 11:00:00+00', '2024-01-20 12:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('3b35c49e-26e6-0c2e-9b1c-d1be76bfdcaa', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 01:00:00+00', '2024-01-20 02:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('3f69df99-e17d-a8ac-b54a-6841a6f97bab', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 13:00:00+00', '2024-01-20 14:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('420be042-a01b-8854-b70b-866cfa529799', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 08:00:00+00', '2024-01-20 09:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('42742a42-ef19-3d8c-c11d-f5232c3d864b', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 00:00:00+00', '2024-01-20 01:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 1, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('457a8e1d-5024-7f36-3b23-8cf41e8d4de2', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 03:00:00+00', '2024-01-20 04:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('46a285e6-c5a6-534b-f37e-21e1d2c1a8c9', 1, 1, '2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', 'ac027d02-5df7-18fe-6238-124578664f3f', '2024-01-10 10:00:00+00', '2024-01-10 11:00:00+00', '2023-12-31 23:00:00+00', 250.000000000, 250.000000000, 2500.000000000000, 2500.000000000000, 1, 'unit', 'unit-usd', 'per_unit', 'r1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('4e6619f5-78dc-b2e4-c937-d3c4ed98839c', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 18:00:00+00', '2024-01-20 19:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('5eadd380-5f0f-56da-55c4-79f73760679b', 1, 1, 'f9bc3e22-b937-71c4-992c-f33253ccef5f', '09565459-6981-392c-5a56-5e14804ea0a8', '2024-01-05 08:00:00+00', '2024-01-05 09:00:00+00', '2023-12-31 23:00:00+00', 5400.000000000, 5400.000000000, 481.500000000000, 481.500000000000, 1, 'GPU-second', 'gpu-usd', 'per_unit', 'a1', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('5fa18b82-9be6-f64c-4414-19e6e61cc6a0', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 11:00:00+00', '2024-01-20 12:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('5ffc104e-02c2-cc51-96d1-ef7748dc8170', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 12:00:00+00', '2024-01-20 13:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('6021cba1-7e10-b752-26e7-6bf2ff1c7d17', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 07:00:00+00', '2024-01-20 08:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('643ef525-baca-8758-a08f-96c5803be0e3', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 19:00:00+00', '2024-01-20 20:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('65d02994-e721-2d53-23b7-3b3f3a2d5335', 1, 1, '12820b04-fe7c-b4fe-991a-3420fdacc1dc', '8cbede23-5006-0b7e-44f0-0b1c27611f15', '2024-01-31 23:00:00+00', '2024-02-01 00:00:00+00', '2024-01-31 23:00:00+00', 7.500000000, 7.500000000, 75.000000000000, 75.000000000000, 1, 'unit', 'unit-usd', 'per_unit', 'r1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('675dd4df-cf64-4ab9-8f56-10a41d625223', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 06:00:00+00', '2024-01-20 07:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('6b3ec218-d03d-9291-2422-9ccbe6401e44', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 03:00:00+00', '2024-01-20 04:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('72bef292-8499-402c-968f-b216b6c664b5', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 20:00:00+00', '2024-01-20 21:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('73beaa64-7445-35b1-766b-1ef8b777c4de', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 16:00:00+00', '2024-01-20 17:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('7e149566-90b8-dfef-0373-ede7de77b371', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 02:00:00+00', '2024-01-20 03:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('7e15ba5d-71b9-4cc6-1329-7247980c3124', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 17:00:00+00', '2024-01-20 18:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('852da335-01ba-b163-8661-a0e6b8a1693b', 1, 1, 'f9bc3e22-b937-71c4-992c-f33253ccef5f', '09565459-6981-392c-5a56-5e14804ea0a8', '2024-01-05 11:00:00+00', '2024-01-05 12:00:00+00', '2023-12-31 23:00:00+00', 7200.000000000, 7200.000000000, 642.000000000000, 642.000000000000, 0, 'GPU-second', 'gpu-usd', 'per_unit', 'a1', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('88cc7aa8-01b3-931d-d952-60da401dfe18', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 23:00:00+00', '2024-01-21 00:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('8b90d959-ae52-3f11-73ef-b41635468a1f', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 15:00:00+00', '2024-01-20 16:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('9f636139-fd4f-ef5b-618d-10f28552e635', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 09:00:00+00', '2024-01-20 10:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('a12d15dc-f249-0b93-2202-2bb0f98ba212', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 10:00:00+00', '2024-01-20 11:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('a330cdb3-6640-b804-ce47-664c45dd9478', 1, 1, 'f9bc3e22-b937-71c4-992c-f33253ccef5f', '09565459-6981-392c-5a56-5e14804ea0a8', '2024-01-05 10:00:00+00', '2024-01-05 11:00:00+00', '2023-12-31 23:00:00+00', 7200.000000000, 7200.000000000, 642.000000000000, 642.000000000000, 0, 'GPU-second', 'gpu-usd', 'per_unit', 'a1', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('a332670a-bc07-cd5e-a947-7b4772dd3850', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 01:00:00+00', '2024-01-20 02:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('a3c07739-c4b7-736f-62a3-c3a24fe9f81f', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 21:00:00+00', '2024-01-20 22:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('a5c4b6dd-3857-dfec-d7bd-5687b14a1ec0', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 09:00:00+00', '2024-01-20 10:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('ae6b9e76-b939-baf5-12c4-b2840a4fcc9b', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 07:00:00+00', '2024-01-20 08:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('b2a29271-8917-d942-bd42-17953f2e7fa5', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 20:00:00+00', '2024-01-20 21:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('b6f10530-506c-e723-318e-4a4294d163f4', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 15:00:00+00', '2024-01-20 16:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('bd447c7b-60ad-2964-a3dc-7ed66e44802e', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 12:00:00+00', '2024-01-20 13:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('be982513-66af-02c9-4b8a-ffa76afd4e9c', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 19:00:00+00', '2024-01-20 20:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('bfa43479-45e5-0f04-f046-4e5b4670b103', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 05:00:00+00', '2024-01-20 06:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('c9046778-8df0-0a87-78d5-5b05380dcee0', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 14:00:00+00', '2024-01-20 15:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('c9e3bca1-4b94-2982-d59a-df33b460697f', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 13:00:00+00', '2024-01-20 14:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('d13b6bc3-5ad5-f995-27c8-ad93e67b67cc', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 06:00:00+00', '2024-01-20 07:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('df2eb98b-06ab-1892-8d11-94e281c99765', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 21:00:00+00', '2024-01-20 22:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('e00100b0-de2f-6cce-60fc-ae996dba2ca3', 1, 1, 'f9bc3e22-b937-71c4-992c-f33253ccef5f', '09565459-6981-392c-5a56-5e14804ea0a8', '2024-01-05 09:00:00+00', '2024-01-05 10:00:00+00', '2023-12-31 23:00:00+00', 7200.000000000, 7200.000000000, 642.000000000000, 642.000000000000, 0, 'GPU-second', 'gpu-usd', 'per_unit', 'a1', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('ea97cf60-8ee6-b412-a221-d00419e5c8f5', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 05:00:00+00', '2024-01-20 06:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('edbcaaaf-2c6c-943a-48b2-665d6409da7f', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 08:00:00+00', '2024-01-20 09:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('f20d11d0-9d0e-8cb0-9b54-f6527786b3b5', 1, 1, '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'b8db8d50-5de8-00ea-8514-3c31ffe4057c', '2024-01-20 14:00:00+00', '2024-01-20 15:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 1600.000000000000, 1600.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('fc1d3744-2446-a521-a544-2f2827a2e547', 1, 1, 'ab632d47-df79-ab48-d21a-ad9a67b49df2', NULL, '2024-01-20 22:00:00+00', '2024-01-20 23:00:00+00', '2024-01-01 00:00:00+00', 28800.000000000, 28800.000000000, 2200.000000000000, 2200.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('150d62a9-907f-773b-03e6-78911713e2cb', 1, 2, '71537617-de54-59eb-7d48-176b61493e97', NULL, '2024-02-03 00:00:00+00', '2024-02-03 01:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 275.000000000000, 275.000000000000, 1, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('16856e8e-a2fe-14f5-25a4-862f71213a23', 1, 2, '9077b63d-9552-0118-4b45-a3e70c489de1', '6381b913-65f0-d0b7-a034-d57a424487b3', '2024-02-03 06:00:00+00', '2024-02-03 07:00:00+00', '2024-02-01 00:00:00+00', 1800.000000000, 1800.000000000, 100.000000000000, 100.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('34811fa3-7179-4bea-fd20-1b74bcfd3f78', 1, 2, '9077b63d-9552-0118-4b45-a3e70c489de1', '6381b913-65f0-d0b7-a034-d57a424487b3', '2024-02-03 02:00:00+00', '2024-02-03 03:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 200.000000000000, 200.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('530ca5b7-1f87-1a9b-4b3e-548e005836fc', 1, 2, '71537617-de54-59eb-7d48-176b61493e97', NULL, '2024-02-03 05:00:00+00', '2024-02-03 06:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 275.000000000000, 275.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('58dd90d9-e0b2-7a09-e9c7-16f43f30b329', 1, 2, '71537617-de54-59eb-7d48-176b61493e97', NULL, '2024-02-03 02:00:00+00', '2024-02-03 03:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 275.000000000000, 275.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('58e01e70-31e0-b0bf-f1bf-ca8ac7f8cc21', 1, 2, '71537617-de54-59eb-7d48-176b61493e97', NULL, '2024-02-03 03:00:00+00', '2024-02-03 04:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 275.000000000000, 275.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('7461d162-62f1-02ce-9ed2-383178830a9a', 1, 2, '12820b04-fe7c-b4fe-991a-3420fdacc1dc', 'cc97b969-9b77-ac8e-92ac-e693780abcae', '2024-02-10 10:00:00+00', '2024-02-10 11:00:00+00', '2024-01-31 23:00:00+00', 40.000000000, 40.000000000, 400.000000000000, 400.000000000000, 1, 'unit', 'unit-usd', 'per_unit', 'r1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('8d13774d-679e-d4a6-a35b-95136363b06d', 1, 2, '71537617-de54-59eb-7d48-176b61493e97', NULL, '2024-02-03 04:00:00+00', '2024-02-03 05:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 275.000000000000, 275.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('8e121923-26d4-d7f9-156b-f9305b282567', 1, 2, '71537617-de54-59eb-7d48-176b61493e97', NULL, '2024-02-03 01:00:00+00', '2024-02-03 02:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 275.000000000000, 275.000000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('90e0a81a-785d-dff7-6cb4-886dbb2d2b8d', 1, 2, '9077b63d-9552-0118-4b45-a3e70c489de1', '6381b913-65f0-d0b7-a034-d57a424487b3', '2024-02-03 01:00:00+00', '2024-02-03 02:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 200.000000000000, 200.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('b17e51fa-c774-45d2-b5e5-29858121e3c6', 1, 2, '9077b63d-9552-0118-4b45-a3e70c489de1', '6381b913-65f0-d0b7-a034-d57a424487b3', '2024-02-03 00:00:00+00', '2024-02-03 01:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 200.000000000000, 200.000000000000, 1, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('b5afb91d-f71b-c292-a2d1-0f01b0ab8023', 1, 2, '9077b63d-9552-0118-4b45-a3e70c489de1', '6381b913-65f0-d0b7-a034-d57a424487b3', '2024-02-03 04:00:00+00', '2024-02-03 05:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 200.000000000000, 200.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('b60cb115-343f-8951-710a-5bc9d3fb5c3e', 1, 2, '9077b63d-9552-0118-4b45-a3e70c489de1', '6381b913-65f0-d0b7-a034-d57a424487b3', '2024-02-03 03:00:00+00', '2024-02-03 04:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 200.000000000000, 200.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('f2923740-2482-114d-a610-270901407c96', 1, 2, '71537617-de54-59eb-7d48-176b61493e97', NULL, '2024-02-03 06:00:00+00', '2024-02-03 07:00:00+00', '2024-02-01 00:00:00+00', 1800.000000000, 1800.000000000, 137.500000000000, 137.500000000000, 0, 'GPU-second', 'gpu-retail', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('f51dff9d-897b-e6be-6523-59e9296c3d5c', 1, 2, '9077b63d-9552-0118-4b45-a3e70c489de1', '6381b913-65f0-d0b7-a034-d57a424487b3', '2024-02-03 05:00:00+00', '2024-02-03 06:00:00+00', '2024-02-01 00:00:00+00', 3600.000000000, 3600.000000000, 200.000000000000, 200.000000000000, 0, 'GPU-second', 'gpu-whole', 'per_unit', 'a2', 'H100', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('fe5cf2ab-49f0-6230-948f-78d7e87a1c54', 1, 2, '2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', '3433467e-e521-c5f2-a772-d24a41069034', '2024-01-12 10:00:00+00', '2024-01-12 11:00:00+00', '2023-12-31 23:00:00+00', 12.000000000, 12.000000000, 120.000000000000, 120.000000000000, 1, 'unit', 'unit-usd', 'per_unit', 'r1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO control.builds VALUES
	(1, 'build', '2024-02-02 00:00:00+00', 'c7e3948988715e63fb79bc7f8fe2f771ef5d977b0874eb0905dbd6b04fe24b97', '2d3b72e896b3636f46f8a2f5fb14ab30f4840ed4d80f77403395ece1d4100cdc', '2026-11-27 19:12:12.800728+00'),
	(2, 'build', '2024-02-20 00:00:00+00', 'c7e3948988715e63fb79bc7f8fe2f771ef5d977b0874eb0905dbd6b04fe24b97', '2d3b72e896b3636f46f8a2f5fb14ab30f4840ed4d80f77403395ece1d4100cdc', '2026-11-27 19:12:45.153245+00');
INSERT INTO raw.ingest_batches VALUES
	(1, 'records', 'accounts', NULL, NULL, '{}', 'accounts.csv', '5b5a69b79057fbdfe174713cba814ee9b0028057095c31ef11d1f3e65575297f', 210, 3, 3, 3, 0, 0, 0, '2026-11-27 19:12:03.52531+00'),
	(2, 'records', 'plans', NULL, NULL, '{}', 'plans.csv', 'baeccdac0392ecd6dbf40a2fc5dd20649325953e3e0e3d99753e4f3c09407c81', 93, 2, 2, 2, 0, 0, 0, '2026-11-27 19:12:05.111842+00'),
	(3, 'records', 'prices', NULL, NULL, '{}', 'prices.csv', '00e42edf25bfcb65fbf7c82987f3d644b9dc0d49fae8f455826bc0cbc9cbbd16', 273, 4, 4, 4, 0, 0, 0, '2026-11-27 19:12:06.537164+00'),
	(4, 'records', 'provider_customers', NULL, NULL, '{}', 'customers.csv', 'ff3060d9e1f79b25ceab6bf40da449fdfccfceb4b9a9223c359a34ef7fb4180d', 69, 1, 1, 1, 0, 0, 0, '2026-11-27 19:12:07.872579+00'),
	(5, 'stripe', NULL, NULL, NULL, '{}', 'payment.jsonl', '82ee2ab8ecf21c9f6f1b525f648f0f23ab8f6c4fcc337558911ababa20be9824', 328, 1, 1, 1, 0, 0, 0, '2026-11-27 19:12:08.730477+00'),
	(6, 'usage', NULL, NULL, NULL, '{}', 'january.csv', '22cc11ae80891f739379bbc617b9059b771fa152b75b805f55095c1ecbe62ed7', 435, 5, 5, 5, 0, 0, 0, '2026-11-27 19:12:11.269614+00'),
	(7, 'usage', NULL, NULL, NULL, '{}', 'february.csv', 'd271dbda2d34c9ff6b8540dda437e1180fda34d9f29a3984f3c6d39ea8c248b5', 295, 3, 3, 3, 0, 0, 0, '2026-11-27 19:12:44.116046+00');
INSERT INTO control.build_batches VALUES
	(1, 1),
	(2, 1),
	(3, 1),
	(4, 1),
	(5, 1),
	(6, 1),
	(7, 2);
INSERT INTO control.build_outcomes VALUES
	(1, 'published', NULL, '2026-11-27 19:12:42.014435+00'),
	(2, 'published', NULL, '2026-11-27 19:13:21.74948+00');
INSERT INTO control.gate_results VALUES
	(1, 'assert_batches_are_gathered_whole', 'pass', 0, NULL),
	(1, 'assert_draft_headers_equal_lines', 'pass', 0, NULL),
	(1, 'assert_entries_reach_their_target', 'pass', 0, NULL),
	(1, 'assert_every_window_is_rated', 'pass', 0, NULL),
	(1, 'assert_lines_have_their_group', 'pass', 0, NULL),
	(1, 'assert_one_price_at_a_time', 'pass', 0, NULL),
	(1, 'assert_payments_are_credited_once', 'pass', 0, NULL),
	(1, 'assert_periods_do_not_overlap', 'pass', 0, NULL),
	(1, 'assert_plan_carries_its_build', 'pass', 0, NULL),
	(1, 'assert_planned_legs_sum_to_zero', 'pass', 0, NULL),
	(1, 'assert_usage_is_conserved', 'pass', 0, NULL),
	(1, 'is_empty_rec_groups_misdrafted_', 'pass', 0, NULL),
	(1, 'is_empty_rec_groups_misposted_', 'pass', 0, NULL),
	(1, 'is_unique_over_draft_invoice_lines_to_refresh_invoice_id__posting_group_id', 'pass', 0, NULL),
	(1, 'is_unique_over_findings_to_refresh_finding_id', 'pass', 0, NULL),
	(1, 'is_unique_over_journal_entries_to_post_ledger_entry_id', 'pass', 0, NULL),
	(1, 'is_unique_over_journal_legs_to_post_ledger_entry_id__leg_number', 'pass', 0, NULL),
	(1, 'is_unique_over_period_closings_to_post_period_id', 'pass', 0, NULL),
	(1, 'is_unique_over_periods_planned_account_id__period_start', 'pass', 0, NULL),
	(1, 'is_unique_over_periods_to_post_account_id__period_start', 'pass', 0, NULL),
	(1, 'is_unique_over_posting_groups_to_post_posting_group_id', 'pass', 0, NULL),
	(1, 'is_unique_over_price_timelines_dimension_id__applies_from', 'pass', 0, NULL),
	(1, 'is_unique_over_rated_lines_to_post_rated_line_id__revision', 'pass', 0, NULL),
	(1, 'is_unique_over_reconciliation_results_to_post_check_name__currency', 'pass', 0, NULL),
	(1, 'is_unique_over_unrated_usage_to_refresh_unrated_usage_id', 'pass', 0, NULL),
	(1, 'is_unique_over_usage_exceptions_to_refresh_event_key', 'pass', 0, NULL),
	(1, 'not_null_journal_entries_to_post_booking_period_start', 'pass', 0, NULL),
	(1, 'not_null_periods_planned_booking_period_start', 'pass', 0, NULL),
	(2, 'assert_batches_are_gathered_whole', 'pass', 0, NULL),
	(2, 'assert_draft_headers_equal_lines', 'pass', 0, NULL),
	(2, 'assert_entries_reach_their_target', 'pass', 0, NULL),
	(2, 'assert_every_window_is_rated', 'pass', 0, NULL),
	(2, 'assert_lines_have_their_group', 'pass', 0, NULL),
	(2, 'assert_one_price_at_a_time', 'pass', 0, NULL),
	(2, 'assert_payments_are_credited_once', 'pass', 0, NULL),
	(2, 'assert_periods_do_not_overlap', 'pass', 0, NULL),
	(2, 'assert_plan_carries_its_build', 'pass', 0, NULL),
	(2, 'assert_planned_legs_sum_to_zero', 'pass', 0, NULL),
	(2, 'assert_usage_is_conserved', 'pass', 0, NULL),
	(2, 'is_empty_rec_groups_misdrafted_', 'pass', 0, NULL),
	(2, 'is_empty_rec_groups_misposted_', 'pass', 0, NULL),
	(2, 'is_unique_over_draft_invoice_lines_to_refresh_invoice_id__posting_group_id', 'pass', 0, NULL),
	(2, 'is_unique_over_findings_to_refresh_finding_id', 'pass', 0, NULL),
	(2, 'is_unique_over_journal_entries_to_post_ledger_entry_id', 'pass', 0, NULL),
	(2, 'is_unique_over_journal_legs_to_post_ledger_entry_id__leg_number', 'pass', 0, NULL),
	(2, 'is_unique_over_period_closings_to_post_period_id', 'pass', 0, NULL),
	(2, 'is_unique_over_periods_planned_account_id__period_start', 'pass', 0, NULL),
	(2, 'is_unique_over_periods_to_post_account_id__period_start', 'pass', 0, NULL),
	(2, 'is_unique_over_posting_groups_to_post_posting_group_id', 'pass', 0, NULL),
	(2, 'is_unique_over_price_timelines_dimension_id__applies_from', 'pass', 0, NULL),
	(2, 'is_unique_over_rated_lines_to_post_rated_line_id__revision', 'pass', 0, NULL),
	(2, 'is_unique_over_reconciliation_results_to_post_check_name__currency', 'pass', 0, NULL),
	(2, 'is_unique_over_unrated_usage_to_refresh_unrated_usage_id', 'pass', 0, NULL),
	(2, 'is_unique_over_usage_exceptions_to_refresh_event_key', 'pass', 0, NULL),
	(2, 'not_null_journal_entries_to_post_booking_period_start', 'pass', 0, NULL),
	(2, 'not_null_periods_planned_booking_period_start', 'pass', 0, NULL);
INSERT INTO control.installations VALUES
	(1, 'c7e3948988715e63fb79bc7f8fe2f771ef5d977b0874eb0905dbd6b04fe24b97', '2d3b72e896b3636f46f8a2f5fb14ab30f4840ed4d80f77403395ece1d4100cdc', '3650b27c53176b6b1cad27d3e60fddeb84ecb1a0c7d3eb177c6ac1e921d2d447', '2026-11-27 19:12:02.068886+00');
INSERT INTO control.publications VALUES
	(1, '2024-02-02 00:00:00+00', 80, '2026-11-27 19:12:42.06716+00'),
	(2, '2024-02-20 00:00:00+00', 27, '2026-11-27 19:13:21.830463+00');
INSERT INTO control.reconciliation_results VALUES
	(1, 'usage_to_rated', '', 5, 4, 1, 0, 'unmatched'),
	(1, 'rated_to_journal', 'USD', 4, 4, 0, 0, 'matched'),
	(1, 'journal_to_drafts', 'USD', 3, 3, 0, 0, 'matched'),
	(1, 'payments_to_journal', 'USD', 1, 1, 0, 0, 'matched'),
	(1, 'stripe_to_sessions', 'USD', 1, 0, 1, 2500, 'unmatched'),
	(2, 'usage_to_rated', '', 8, 7, 1, 0, 'unmatched'),
	(2, 'rated_to_journal', 'USD', 5, 5, 0, 0, 'matched'),
	(2, 'journal_to_drafts', 'USD', 3, 3, 0, 0, 'matched'),
	(2, 'payments_to_journal', 'USD', 1, 1, 0, 0, 'matched'),
	(2, 'stripe_to_sessions', 'USD', 1, 0, 1, 2500, 'unmatched');
INSERT INTO control.seal_heads VALUES
	(1, '\x0000000000000000000000000000000000000000000000000000000000000000', '\xa746ab7c9f662a12cb5815b5762169f9db54213324635e145eca02c95f8698e9'),
	(2, '\xa746ab7c9f662a12cb5815b5762169f9db54213324635e145eca02c95f8698e9', '\xbbcc4f523b5ed67f10f514b75dcfd46fed74a1e8c371e288ce1bbfe1bc1d916a');
INSERT INTO control.seals VALUES
	(1, 'journal_entries', 5, '\x3374f2ac358fe1e4cab3fd8ce8d0799be103755f76a311b458da83c6db34f796', 1),
	(1, 'journal_legs', 10, '\x3cb5cdd8b868530c3ecd9902508b8c2d9a10568d5af2fb175a3edfc7678db459', 1),
	(1, 'periods', 6, '\x0478ca84d2deaa1c82fba481578db56f272c50b4bdadcf31556d8731e8113c63', 1),
	(1, 'posting_groups', 5, '\xf8dcaf761f51098b315277762e91f47a40852449a43b7faf5a8b7505671b71f6', 1),
	(1, 'rated_lines', 54, '\xc37873f3aecac5a983217fa12077f4ac6e12e799b55a41b94be7d6629dded5b1', 1),
	(2, 'journal_entries', 3, '\x6acd8f03b88ca790136ff8806fcea519f39e5e4bbfd6f5adf033220e3338670b', 1),
	(2, 'journal_legs', 6, '\xd080838210abe2440e740e302d48429996f52b2f03c17ca3537ac333b510bc23', 1),
	(2, 'posting_groups', 2, '\x60c8c955c12dec2f25534aef2e86fde3c522ac47cea41a5b54eb0370eee5a698', 1),
	(2, 'rated_lines', 16, '\xbe888810311ba4c1c4f445dd3fc30c45cae617f30dff9e018ba723e85b32d922', 1);
INSERT INTO current.accounts VALUES
	('resell', 'reseller', NULL, NULL, NULL, NULL, 'USD', 'UTC', 'postpaid', NULL, 'platform', 'platform', NULL, 'whole', 'active', NULL, 14, NULL),
	('endco', 'end_customer', NULL, NULL, 'resell', NULL, 'USD', 'UTC', 'postpaid', NULL, 'platform', 'reseller', 'retail', NULL, 'active', NULL, 14, NULL),
	('acme', 'tenant', NULL, NULL, NULL, NULL, 'USD', 'Europe/Berlin', 'postpaid', NULL, 'platform', 'platform', NULL, NULL, 'active', NULL, 14, NULL);
INSERT INTO current.draft_invoice_lines VALUES
	('fbc3c2f7-e39a-ead5-f90d-236b18373f8e', '917f954c-9f4a-8ee6-8650-a3b95e9f4c74', '0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'resell', 'usage', 'gpu_hour', 'H100', 'GPU Instances, gpu_hour, H100, used by endco', 'USD', 'GPU-second', 691200.000000000, 2.000000000000000000, 38400, '2024-01-01 00:00:00+00', '2024-02-01 00:00:00+00'),
	('94353325-09ce-d3fe-41a4-bde09a148aa8', 'b51812fa-bcc2-4ca8-9349-119f5707952f', 'f9bc3e22-b937-71c4-992c-f33253ccef5f', 'acme', 'usage', 'gpu_hour', 'H100', 'GPU Instances, gpu_hour, H100', 'USD', 'GPU-second', 27000.000000000, 3.210000000000000000, 2408, '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00'),
	('df89fe62-b4e0-3609-920b-756b1a6f70ab', 'b51812fa-bcc2-4ca8-9349-119f5707952f', '2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', 'acme', 'usage', 'unit', NULL, 'Other, unit', 'USD', 'unit', 262.000000000, 0.100000000000000000, 2620, '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00');
INSERT INTO current.draft_invoices VALUES
	('917f954c-9f4a-8ee6-8650-a3b95e9f4c74', 'resell', 'USD', 1, 38400, 0, 38400, '2024-01-01 00:00:00+00', '2024-02-01 00:00:00+00'),
	('b51812fa-bcc2-4ca8-9349-119f5707952f', 'acme', 'USD', 2, 5028, 0, 5028, '2023-12-31 23:00:00+00', '2024-01-31 23:00:00+00');
INSERT INTO current.findings VALUES
	('9086dd18-293e-ec7e-7840-18e28e840e8f', 'usage_to_rated', 'nobody', 'unit', 'unknown_account: The account is not known.', 'Land the account; the usage is billed with the next build.', NULL, NULL, false, '2024-02-02 00:00:00+00'),
	('993d8867-e934-608b-de0c-63137fccb635', 'stripe_to_sessions', 'acme', 'pi_1', 'payment_without_session: A provider captured money that no payment session announced.', 'Land the payment session or link the customer of the provider.', 'USD', 2500, false, '2024-02-02 00:00:00+00');
INSERT INTO current.group_totals VALUES
	('f9bc3e22-b937-71c4-992c-f33253ccef5f', 'acme', 'USD', true, 4, 1, 27000.000000000, 2407.500000000000, -2408),
	('ab632d47-df79-ab48-d21a-ad9a67b49df2', 'endco', 'USD', false, 24, 1, 691200.000000000, 52800.000000000000, 0),
	('0663b4d6-c523-4be1-eaf8-949a402a7cd9', 'resell', 'USD', true, 24, 1, 691200.000000000, 38400.000000000000, -38400),
	('12820b04-fe7c-b4fe-991a-3420fdacc1dc', 'acme', 'USD', true, 2, 2, 47.500000000, 475.000000000000, -475),
	('2b656613-1fa5-9fb2-86a2-d7cc6b0a640d', 'acme', 'USD', true, 2, 2, 262.000000000, 2620.000000000000, -2620),
	('71537617-de54-59eb-7d48-176b61493e97', 'endco', 'USD', false, 7, 1, 23400.000000000, 1787.500000000000, 0),
	('9077b63d-9552-0118-4b45-a3e70c489de1', 'resell', 'USD', true, 7, 1, 23400.000000000, 1300.000000000000, -1300);
INSERT INTO current.meters VALUES
	('gpu_hour', 'GPU', 'GPU-second', 'GPU Instances'),
	('app_runtime_hour', 'instance', 'instance-second', 'App Runtime'),
	('scheduler_job_second', 'job', 'job-second', 'Job Scheduler'),
	('storage_gib_hour', 'GiB', 'GiB-second', 'Managed Storage'),
	('storage_byte_hour', 'byte', 'byte-second', 'Managed Storage'),
	('token_input', 'token', 'token', 'Token Factory'),
	('token_cached_input', 'token', 'token', 'Token Factory'),
	('token_output', 'token', 'token', 'Token Factory'),
	('network_egress_byte', 'byte', 'byte', 'Network'),
	('ingress_request', 'request', 'request', 'Managed Ingress'),
	('ingress_byte', 'byte', 'byte', 'Managed Ingress'),
	('unit', 'unit', 'unit', 'Other');
INSERT INTO current.payments VALUES
	('pi_1', 'stripe', 'acme', NULL, 'USD', 2500, 2500, 'received', 1, '2024-01-15 10:00:00+00', '2024-01-15 10:00:00+00', 'evt_1', 'fe2c022f-825c-f5ec-7326-d2b2888a71f9', NULL);
INSERT INTO current.unrated_usage VALUES
	('773d7f39-0237-5c61-8257-be202d989562', 'nobody', 'unit', 'r1', NULL, 'on_demand', NULL, 'unknown_account', 1, 3.000000000, '2024-01-10 10:00:00+00', '2024-01-10 11:00:00+00');
INSERT INTO current.usage_holdings VALUES
	('54dec4c1-428e-5f01-8156-c4b118e2b39a', 'acme', 'gpu_hour', 'a1', 27000.000000000, false, false, '2024-01-05 08:15:00+00', '2024-01-05 12:00:00+00'),
	('8e266d29-b6a9-dc8c-0305-beefeb9566e6', 'endco', 'gpu_hour', 'a2', 691200.000000000, false, false, '2024-01-20 00:00:00+00', '2024-01-21 00:00:00+00'),
	('89a09b8f-89a1-5629-4ade-8234828bc3c8', 'endco', 'gpu_hour', 'a2', 23400.000000000, false, false, '2024-02-03 00:00:00+00', '2024-02-03 06:30:00+00');
INSERT INTO raw.accounts VALUES
	('fd834411-0771-33aa-771d-847208eeb1e1', 1, 1, 'acme', 'tenant', NULL, NULL, NULL, NULL, 'USD', 'Europe/Berlin', 'postpaid', NULL, 'platform', 'platform', NULL, NULL, 'active', '1990-01-01 00:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 14, NULL, NULL, NULL),
	('3cfc2907-0977-2b3b-b3ae-0e9bec3093a7', 1, 2, 'resell', 'reseller', NULL, NULL, NULL, NULL, 'USD', 'UTC', 'postpaid', NULL, 'platform', 'platform', NULL, 'whole', 'active', '1990-01-01 00:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 14, NULL, NULL, NULL),
	('830ffa65-fa34-315c-b6e2-47b44c46aa96', 1, 3, 'endco', 'end_customer', NULL, NULL, 'resell', NULL, 'USD', 'UTC', 'postpaid', NULL, 'platform', 'reseller', 'retail', NULL, 'active', '1990-01-01 00:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 14, NULL, NULL, NULL);
INSERT INTO raw.plans VALUES
	('fcbe0f06-caae-d89c-2ed0-c2c1374e74b8', 2, 1, 'whole', 'whole-1', 'Wholesale', 'USD', NULL, NULL, '1990-01-01 00:00:00+00', '9999-12-31 00:00:00+00', NULL),
	('6cbf9b5b-acd0-3a00-02e7-36a4e3d5a7ee', 2, 2, 'retail', 'retail-1', 'Retail', 'USD', NULL, NULL, '1990-01-01 00:00:00+00', '9999-12-31 00:00:00+00', NULL);
INSERT INTO raw.prices VALUES
	('9e0caea9-a92d-9526-6a6d-62562a36ef63', 3, 1, 'unit-usd', NULL, NULL, 'unit', NULL, 'on_demand', 'USD', 'per_unit', 0.100000000000000000, 1, 0.000000000, NULL, 'up', NULL, NULL, NULL, NULL, NULL, NULL, 'month', 'arrears', 'second', 1.000000000, 'none', true, NULL, false, 'half_away', '1990-01-01 00:00:00+00', '9999-12-31 00:00:00+00', NULL),
	('0404807d-6c1c-0a5b-6ad9-2bab81d6363a', 3, 2, 'gpu-usd', NULL, NULL, 'gpu_hour', 'H100', 'on_demand', 'USD', 'per_unit', 3.210000000000000000, 1, 0.000000000, NULL, 'up', NULL, NULL, NULL, NULL, NULL, NULL, 'month', 'arrears', 'second', 1.000000000, 'none', true, NULL, false, 'half_away', '1990-01-01 00:00:00+00', '9999-12-31 00:00:00+00', NULL),
	('3d794fe8-db6f-34a7-1f36-e33075d76425', 3, 3, 'gpu-whole', 'whole', NULL, 'gpu_hour', 'H100', 'on_demand', 'USD', 'per_unit', 2.000000000000000000, 1, 0.000000000, NULL, 'up', NULL, NULL, NULL, NULL, NULL, NULL, 'month', 'arrears', 'second', 1.000000000, 'none', true, NULL, false, 'half_away', '1990-01-01 00:00:00+00', '9999-12-31 00:00:00+00', NULL),
	('980c4b9d-5c81-b491-a934-5349a1b8b4b3', 3, 4, 'gpu-retail', 'retail', NULL, 'gpu_hour', 'H100', 'on_demand', 'USD', 'per_unit', 2.750000000000000000, 1, 0.000000000, NULL, 'up', NULL, NULL, NULL, NULL, NULL, NULL, 'month', 'arrears', 'second', 1.000000000, 'none', true, NULL, false, 'half_away', '1990-01-01 00:00:00+00', '9999-12-31 00:00:00+00', NULL);
INSERT INTO raw.provider_customers VALUES
	('9943ca3f-1fec-720e-338c-e99d251024ce', 4, 1, 'stripe', 'cus_acme', 'acme', true, NULL);
INSERT INTO raw.stripe_events VALUES
	('evt_1', 5, 'payment_intent.succeeded', '2024-06-20', true, '2024-01-15 10:00:00+00', 'payment_intent', 'pi_1', '\x7b226964223a20226576745f31222c20226f626a656374223a20226576656e74222c202274797065223a20227061796d656e745f696e74656e742e737563636565646564222c20226170695f76657273696f6e223a2022323032342d30362d3230222c202263726561746564223a20313730353331323830302c20226c6976656d6f6465223a20747275652c202264617461223a207b226f626a656374223a207b226964223a202270695f31222c20226f626a656374223a20227061796d656e745f696e74656e74222c2022616d6f756e74223a20323530302c2022616d6f756e745f7265636569766564223a20323530302c202263757272656e6379223a2022757364222c2022637573746f6d6572223a20226375735f61636d65222c2022737461747573223a2022737563636565646564222c20226d65746164617461223a207b7d7d7d7d', '\xc699d916dd75b2670b59b3a6ef2617f94460934b148229232786ebcb430a253c', '{"id": "evt_1", "data": {"object": {"id": "pi_1", "amount": 2500, "object": "payment_intent", "status": "succeeded", "currency": "usd", "customer": "cus_acme", "metadata": {}, "amount_received": 2500}}, "type": "payment_intent.succeeded", "object": "event", "created": 1705312800, "livemode": true, "api_version": "2024-06-20"}');
INSERT INTO raw.usage_events VALUES
	('4f4f48d7-6424-bab5-cf71-0da70777558c', 6, '2024-01-10 10:00:00+00', NULL, 250.000000000, NULL, 'meter', 'e1', NULL, 'quantity', 'unit', 'acme', 'r1', NULL, 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('4cf4c4f9-7c07-64b2-eac3-9ce7a2cf6f38', 6, '2024-01-31 23:30:00+00', NULL, 7.500000000, NULL, 'meter', 'e2', NULL, 'quantity', 'unit', 'acme', 'r1', NULL, 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('54dec4c1-428e-5f01-8156-c4b118e2b39a', 6, '2024-01-05 08:15:00+00', '2024-01-05 12:00:00+00', 2.000000000, NULL, 'meter', 'e3', NULL, 'span', 'gpu_hour', 'acme', 'a1', 'H100', 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('8e266d29-b6a9-dc8c-0305-beefeb9566e6', 6, '2024-01-20 00:00:00+00', '2024-01-21 00:00:00+00', 8.000000000, NULL, 'meter', 'e4', NULL, 'span', 'gpu_hour', 'endco', 'a2', 'H100', 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('88ad70d6-2e99-8507-bf57-58d2725903c3', 6, '2024-01-10 10:00:00+00', NULL, 3.000000000, NULL, 'meter', 'e5', NULL, 'quantity', 'unit', 'nobody', 'r1', NULL, 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('bab644d2-5283-82d8-4d6b-2be737f2d26d', 7, '2024-02-10 10:00:00+00', NULL, 40.000000000, NULL, 'meter', 'f1', NULL, 'quantity', 'unit', 'acme', 'r1', NULL, 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('4edb470d-7b09-0876-b7e5-ac71f2aa62ea', 7, '2024-01-12 10:00:00+00', NULL, 12.000000000, NULL, 'meter', 'f2', NULL, 'quantity', 'unit', 'acme', 'r1', NULL, 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('89a09b8f-89a1-5629-4ade-8234828bc3c8', 7, '2024-02-03 00:00:00+00', '2024-02-03 06:30:00+00', 1.000000000, NULL, 'meter', 'f3', NULL, 'span', 'gpu_hour', 'endco', 'a2', 'H100', 'on_demand', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT pg_catalog.setval('raw.batch_ids', 7, true);
